package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.restore.Workload;
import java.util.List;

/** The result of resolving a claim on a Service against the objects of the namespace. */
sealed interface Resolution {
  /**
   * The workload to replace and the routes that the proxy takes over.
   *
   * @param others what else answers for the Service and keeps doing so: other workloads and owners of pods
   */
  record Resolved(Workload workload, List<Route> routes, List<String> others) implements Resolution {}

  /** Why the claim can't be served; the message says what to do. */
  record Refused(ReasonedMessage why) implements Resolution {}
}
