package dev.devsession.agent.doctor;

import dev.devsession.agent.session.AccessReview;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Permission;
import dev.devsession.console.ExitCode;
import dev.devsession.kubeconfig.Subject;
import java.util.List;

/** What this user may in the namespace. */
final class PermissionChecks {
  private PermissionChecks() {}

  static Finding check(ClusterContext cluster, Subject subject) {
    return judge(AccessReview.missing(cluster, Permission.NEEDED), subject, cluster.namespace());
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
