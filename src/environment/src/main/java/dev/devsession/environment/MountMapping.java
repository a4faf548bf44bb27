package dev.devsession.environment;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a container's mounted files are on this machine.
 *
 * @param local the path on this machine, by the container's {@code mountPath}
 */
public record MountMapping(Map<String, String> local) {
  /** No files of the container are on this machine. */
  public static final MountMapping NONE = new MountMapping(Map.of());

  public MountMapping {
    local = Map.copyOf(local);
  }

  /** All of the mountPaths under one folder: each at the folder's path with its own behind it. */
  public static MountMapping under(String root, Collection<String> mountPaths) {
    var local = new TreeMap<String, String>();
    mountPaths.forEach(path -> local.put(path, root + path));
    return new MountMapping(local);
  }

  /** The variable with its path on this machine, if its value is a mountPath or begins with one. */
  public Variable map(Variable variable) {
    if (variable.origin() instanceof Origin.ServiceLink) {
      return variable;
    }
    return variable.value().flatMap(this::map).map(variable::mapped).orElse(variable);
  }

  private Optional<String> map(String value) {
    return longestFirst().stream().filter(mount -> begins(value, mount)).findFirst()
        .map(mount -> local.get(mount) + value.substring(mount.length()));
  }

  private List<String> longestFirst() {
    return local.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).toList();
  }

  /** As a path: {@code /etc/tls} doesn't begin {@code /etc/tls2}. */
  private static boolean begins(String value, String mount) {
    return value.startsWith(mount)
        && (value.length() == mount.length() || mount.endsWith("/") || value.charAt(mount.length()) == '/');
  }
}
