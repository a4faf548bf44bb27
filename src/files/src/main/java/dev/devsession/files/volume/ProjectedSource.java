package dev.devsession.files.volume;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One of the things that a volume's files come from. */
public sealed interface ProjectedSource {
  /**
   * Keys of a ConfigMap or Secret.
   *
   * @param items those that are wanted, and where; empty: all, each under its own name
   */
  record Keys(SourceObject object, Optional<List<Item>> items, boolean optional) implements ProjectedSource {}

  /** Fields of the pod. */
  record Downward(List<Field> fields) implements ProjectedSource {}

  /** A token or a trust bundle, in one file. */
  record OneFile(SourceObject object, String path, boolean optional) implements ProjectedSource {}

  /** What the API doesn't give to anybody but the kubelet. */
  record OnlyForKubelet(String kind, String path) implements ProjectedSource {}

  /** A key and its file. */
  record Item(String key, String path, OptionalInt mode) {}

  /**
   * A field of the pod and its file.
   *
   * @param fieldPath such as {@code metadata.labels}; empty: it is a resource
   */
  record Field(String path, OptionalInt mode, String fieldPath, ContainerResource resource) {}

  /** A container's request or limit; all empty: none. */
  record ContainerResource(String container, String resource, String divisor) {}
}
