package dev.devsession.files.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Collects a volume's files; a later one takes the place of an earlier one of the same path. */
final class PayloadBuilder {
  private final Map<String, VolumeFile> files = new TreeMap<>();
  private final List<String> gaps = new ArrayList<>();
  private final PodFacts pod;
  private final int defaultMode;

  PayloadBuilder(PodFacts pod, int defaultMode) {
    this.pod = pod;
    this.defaultMode = defaultMode;
  }

  void file(String path, byte[] content, OptionalInt mode) {
    add(path, content, mode.orElse(defaultMode));
  }

  void token(String path, byte[] content) {
    add(path, content, pod.tokenMode(defaultMode));
  }

  void gap(String why) {
    gaps.add(why);
  }

  VolumePayload build() {
    for (var path : List.copyOf(files.keySet())) {
      if (files.keySet().stream().anyMatch(other -> other.startsWith(path + "/"))) {
        gap("file " + path + " stands where a folder has to be");
        files.remove(path);
      }
    }
    return new VolumePayload(files, gaps);
  }

  private void add(String path, byte[] content, int mode) {
    PayloadPath.fault(path).ifPresentOrElse(fault -> gap("file \"" + path + "\" is refused: " + fault),
        () -> files.put(path, new VolumeFile(content, pod.granted(mode))));
  }
}
