package dev.devsession.agent.doctor;

import dev.devsession.agent.session.AccessReview;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Permission;
import dev.devsession.console.ExitCode;
import dev.devsession.kubeconfig.ChartRole;
import dev.devsession.kubeconfig.Subject;
import java.util.List;

/** What this user may in the namespace. */
final class PermissionChecks {
  private PermissionChecks() {}

  static Finding check(ClusterContext cluster, Subject subject) {
    return judge(AccessReview.missing(cluster, Permission.NEEDED), subject, cluster.namespace());
  }

  /** What a session works without, each with what is missing then. */
  static List<Finding> optional(ClusterContext cluster, Subject subject) {
    var namespace = cluster.namespace();
    return List.of(
        judge("workloads", AccessReview.missing(cluster, Permission.WORKLOADS), Permission.WORKLOADS.size(),
            "environments and logs of workloads are incomplete", subject, ChartRole.DEVELOPER, namespace),
        judge("secrets", AccessReview.missing(cluster, Permission.SECRETS), Permission.SECRETS.size(),
            "a command gets no values and files of theirs", subject, ChartRole.SECRETS, namespace));
  }

  static Finding judge(String topic, List<Permission> missing, int all, String effect, Subject subject, String role,
      String namespace) {
    var count = all - missing.size() + " of " + all + " permissions";
    return missing.isEmpty()
        ? Finding.good(topic, count + " in namespace " + namespace)
        : Finding.note(topic, count + ", so " + effect + ": "
            + AccessReview.refusal(missing, subject, role, namespace));
  }

  static Finding judge(List<Permission> missing, Subject subject, String namespace) {
    var all = Permission.NEEDED.size();
    var count = (all - missing.size()) + " of " + all;
    return missing.isEmpty()
        ? Finding.good("permissions", count + " in namespace " + namespace)
        : Finding.bad(ExitCode.NO_PERMISSION, "permissions", count + ": "
            + AccessReview.refusal(missing, subject, namespace));
  }
}
