package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator that lacks a permission names it, changes nothing, and continues once the permission is granted. */
@ExtendWith(RealCluster.class)
class ForbiddenIT {
  private final Installation installation;
  private final DeployedShop shop;

  ForbiddenIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
  }

  @Test
  void missingPermissionIsNamedAndNothingIsChangedUntilItIsGranted() {
    var role = installation.operatorRole();
    var without = new ClusterRoleBuilder(role).editMetadata().withResourceVersion(null).endMetadata().build();
    without.getRules().stream().filter(r -> r.getResources().contains("deployments"))
        .forEach(r -> r.setVerbs(List.of("get", "list", "watch")));
    try (var local = new LocalProcess()) {
      var before = shop.everything();
      installation.client.resource(without).update();
      await().until(() -> !operatorMayPatchDeployments()); // The API server reads roles from a cache.
      shop.session("ada",
          "services: [{name: orders, ports: [{hostPort: " + local.port()
              + "}]}], transport: {type: Direct, hostAddress: "
              + installation.cluster.hostAddress() + "}");
      var refused = shop.await("ada", c -> c.reason().equals("Forbidden"));
      assertThat(refused.message()).contains("may not patch deployments.apps in namespace " + shop.namespace);
      assertThat(shop.everything()).containsAllEntriesOf(before);
      assertThat(shop.proxyPods()).isEmpty();

      installation.client
          .resource(new ClusterRoleBuilder(role).editMetadata().withResourceVersion(null).endMetadata().build())
          .update();
      shop.await("ada", Condition::holds);
      shop.deleteSession("ada");
    } finally {
      installation.client
          .resource(new ClusterRoleBuilder(role).editMetadata().withResourceVersion(null).endMetadata().build())
          .update();
    }
  }

  private boolean operatorMayPatchDeployments() {
    var review = new SubjectAccessReviewBuilder().withNewSpec()
        .withUser("system:serviceaccount:" + Installation.NAMESPACE + ":devsession")
        .withNewResourceAttributes().withNamespace(shop.namespace).withVerb("patch").withGroup("apps")
        .withResource("deployments").endResourceAttributes().endSpec().build();
    return installation.client.authorization().v1().subjectAccessReview().create(review).getStatus().getAllowed();
  }
}
