package dev.devsession.files.volume;

import java.util.List;

/** A volume, by what can be done about it on another machine. */
public sealed interface MountedVolume {
  /** The volume's name in the pod. */
  String name();

  /**
   * Its files come from the API.
   *
   * @param defaultMode permission bits of files that have none of their own
   */
  record FromApi(String name, int defaultMode, List<ProjectedSource> sources) implements MountedVolume {}

  /** An emptyDir: it begins empty. */
  record Empty(String name) implements MountedVolume {}

  /** @param kind as the API names it, such as {@code persistentVolumeClaim}, and which one */
  record OnlyInCluster(String name, String kind) implements MountedVolume {}
}
