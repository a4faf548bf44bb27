package dev.devsession.agent.doctor;

import dev.devsession.agent.session.AccessReview;
import dev.devsession.agent.session.Cluster;
import dev.devsession.agent.session.Right;
import dev.devsession.console.ExitCode;
import dev.devsession.kubeconfig.Subject;
import java.util.List;

/** What this user may in the namespace. */
final class Rights {
  private Rights() {}

  static Finding check(Cluster cluster, Subject subject) {
    return judge(AccessReview.missing(cluster, Right.NEEDED), subject, cluster.namespace());
  }

  static Finding judge(List<Right> missing, Subject subject, String namespace) {
    var all = Right.NEEDED.size();
    var count = (all - missing.size()) + " of " + all;
    return missing.isEmpty()
        ? Finding.good("permissions", count + " in namespace " + namespace)
        : Finding.bad(ExitCode.NO_PERMISSION, "permissions", count + ": "
            + AccessReview.refusal(missing, subject, namespace));
  }
}
