package dev.devsession.restore;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A kind of workload that can be swapped: one with {@code spec.replicas} and {@code spec.template}. */
public record WorkloadKind(String apiVersion, String kind) {
  public static final WorkloadKind DEPLOYMENT = new WorkloadKind("apps/v1", "Deployment");
  public static final WorkloadKind STATEFUL_SET = new WorkloadKind("apps/v1", "StatefulSet");
  /** The kinds of every cluster. */
  public static final List<WorkloadKind> BUILT_IN = List.of(DEPLOYMENT, STATEFUL_SET);

  /**
   * The built-in kinds and those listed.
   *
   * @param list such as {@code argoproj.io/v1alpha1/Rollout}, separated by commas; may be empty
   * @throws IllegalArgumentException naming the entry that isn't GROUP/VERSION/KIND
   */
  public static List<WorkloadKind> with(String list) {
    return Stream.concat(BUILT_IN.stream(),
        Arrays.stream(list.split(",")).map(String::trim).filter(s -> !s.isEmpty()).map(WorkloadKind::parse)).distinct()
        .toList();
  }

  private static WorkloadKind parse(String text) {
    var parts = text.split("/");
    if (parts.length != 3) {
      throw new IllegalArgumentException("a kind of workload must be GROUP/VERSION/KIND, but is \"" + text + "\"");
    }
    return new WorkloadKind(parts[0] + "/" + parts[1], parts[2]);
  }

  /** The API group. */
  public String group() {
    return apiVersion.substring(0, apiVersion.indexOf('/'));
  }

  @Override
  public String toString() {
    return apiVersion + "/" + kind;
  }
}
