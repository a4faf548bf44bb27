package dev.devsession.files.volume;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A place in a container where a volume, or a part of it, is found.
 *
 * @param path in the container, without empty names, such as {@code /etc/tls}
 * @param subPath the part of the volume that is there, in the state of the container's start; empty: all of it
 */
public record ContainerMount(String path, MountedVolume volume, String subPath) {
  /** Whether it never changes again. */
  public boolean isFrozen() {
    return !subPath.isEmpty();
  }

  /**
   * The part of a volume's files that is at this place.
   *
   * @return by their path below it; under the empty path, the place is this file itself
   */
  public Map<String, VolumeFile> select(Map<String, VolumeFile> files) {
    if (subPath.isEmpty()) {
      return files;
    }
    var part = PayloadPath.relative("/" + subPath);
    return files.entrySet().stream().filter(e -> e.getKey().equals(part) || e.getKey().startsWith(part + "/"))
        .collect(Collectors.toMap(e -> e.getKey().substring(part.length()).replaceFirst("^/", ""), Map.Entry::getValue,
            (one, other) -> one, TreeMap::new));
  }
}
