package dev.devsession.agent.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.agent.ExitCode;
import dev.devsession.agent.session.Cluster;
import dev.devsession.agent.watch.Subject;
import java.util.List;

/** Asks the API server for each right, which needs none itself. */
final class Rights {
  private static final String AUTHORIZATION = "authorization.k8s.io/v1";
  private static final String AUTHENTICATION = "authentication.k8s.io/v1";

  private Rights() {}

  /** Whom the API server takes this user for. */
  static Subject subject(Cluster cluster) {
    var review = object("SelfSubjectReview", AUTHENTICATION);
    return new Subject(cluster.api().post("/apis/" + AUTHENTICATION + "/selfsubjectreviews", review)
        .path("status").path("userInfo").path("username").asText());
  }

  static Finding check(Cluster cluster, Subject subject) {
    return judge(Right.NEEDED.stream().filter(r -> !has(cluster, r)).toList(), subject, cluster.namespace());
  }

  static Finding judge(List<Right> missing, Subject subject, String namespace) {
    var all = Right.NEEDED.size();
    return missing.isEmpty()
        ? Finding.good("permissions", all + " of " + all + " in namespace " + namespace)
        : Finding.bad(ExitCode.NO_PERMISSION, "permissions", (all - missing.size()) + " of " + all + " in namespace "
            + namespace + ": you may not " + Right.rules(missing) + ". An admin grants it with: "
            + subject.grant("devsession-developer", namespace));
  }

  private static boolean has(Cluster cluster, Right right) {
    var review = object("SelfSubjectAccessReview", AUTHORIZATION);
    review.putObject("spec").putObject("resourceAttributes").put("namespace", cluster.namespace())
        .put("verb", right.verb()).put("group", right.group()).put("resource", right.resource())
        .put("subresource", right.subresource());
    return cluster.api().post("/apis/" + AUTHORIZATION + "/selfsubjectaccessreviews", review).path("status")
        .path("allowed").asBoolean();
  }

  private static ObjectNode object(String kind, String apiVersion) {
    return JsonNodeFactory.instance.objectNode().put("apiVersion", apiVersion).put("kind", kind);
  }
}
