package dev.devsession.agent.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.kubeconfig.ChartRole;
import dev.devsession.kubeconfig.Subject;
import java.util.List;

/** Asks the API server what this user may, which needs no right itself. */
public final class AccessReview {
  private static final String AUTHORIZATION = "authorization.k8s.io/v1";
  private static final String AUTHENTICATION = "authentication.k8s.io/v1";

  private AccessReview() {}

  /** Whom the API server takes this user for. */
  public static Subject subject(ClusterContext cluster) {
    var review = object("SelfSubjectReview", AUTHENTICATION);
    return new Subject(cluster.api().post("/apis/" + AUTHENTICATION + "/selfsubjectreviews", review)
        .path("status").path("userInfo").path("username").asText());
  }

  /** Those of the rights that this user doesn't have in the cluster's namespace. */
  public static List<Permission> missing(ClusterContext cluster, List<Permission> rights) {
    return rights.stream().filter(r -> !has(cluster, r)).toList();
  }

  /** @throws AgentException if one of the rights is missing, with the command that grants it */
  public static void require(ClusterContext cluster, List<Permission> rights) {
    var missing = missing(cluster, rights);
    if (!missing.isEmpty()) {
      throw new AgentException(ExitCode.NO_PERMISSION, refusal(missing, subject(cluster), cluster.namespace()));
    }
  }

  /** What is missing, and who can help. */
  public static String refusal(List<Permission> missing, Subject subject, String namespace) {
    return refusal(missing, subject, ChartRole.DEVELOPER, namespace);
  }

  /** @param role that has them */
  public static String refusal(List<Permission> missing, Subject subject, String role, String namespace) {
    return "you may not " + Permission.rules(missing) + " in namespace " + namespace + " (" + subject.name()
        + "). An admin grants it with: " + subject.grant(role, namespace);
  }

  private static boolean has(ClusterContext cluster, Permission right) {
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
