package dev.devsession.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.api.v1alpha1.Annotations;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scales to zero and restores on a real API server: then the whole object is as it was, managedFields included. */
@EnableKubeAPIServer
class WorkloadWriterIT {
  static KubernetesClient client;

  /** How the replicas of a Deployment were set. */
  enum Origin {
    CREATED,
    SERVER_SIDE_APPLIED,
    CLIENT_SIDE_APPLIED,
    SCALED,
    APPLIED_THEN_SCALED,
    ANNOTATED
  }

  @ParameterizedTest
  @EnumSource
  void restoredWorkloadIsAsItWas(Origin origin) {
    var name = origin.name().toLowerCase().replace('_', '-');
    create(origin, name);
    var before = get(name);
    new WorkloadWriter(client).scaleToZero(Workload.of(before), "orders", "2026-01-01T00:00:00Z");

    var scaledDown = Workload.of(get(name));
    assertThat(scaledDown.replicas()).isZero();
    assertThat(scaledDown.mark()).containsInstanceOf(Mark.Readable.class);
    new WorkloadWriter(client).restore(scaledDown, (Mark.Readable) scaledDown.mark().orElseThrow());

    assertThat(comparable(get(name))).isEqualTo(comparable(before));
  }

  @Test
  void replicasSetByAnotherManagerMeanwhileStay() {
    create(Origin.SERVER_SIDE_APPLIED, "meanwhile");
    new WorkloadWriter(client).scaleToZero(Workload.of(get("meanwhile")), "orders", "2026-01-01T00:00:00Z");
    create(Origin.SCALED, "meanwhile");

    var changed = Workload.of(get("meanwhile"));
    new WorkloadWriter(client).restore(changed, (Mark.Readable) changed.mark().orElseThrow());

    var after = get("meanwhile");
    assertThat(after.getSpec().getReplicas()).isEqualTo(4);
    assertThat(after.getMetadata().getAnnotations()).isNullOrEmpty();
    assertThat(Ownership.REPLICAS.owners(after.getMetadata().getManagedFields())).extracting(Mark.Owner::subresource)
        .containsExactly("scale");
  }

  /** Argo CD with RespectIgnoreDifferences applies the zero that it copied from the live object. */
  @Test
  void zeroAppliedByAnotherManagerBesideOursIsRestored() {
    create(Origin.SERVER_SIDE_APPLIED, "copied");
    var before = get("copied");
    new WorkloadWriter(client).scaleToZero(Workload.of(before), "orders", "2026-01-01T00:00:00Z");
    var zero = deployment("copied");
    zero.getSpec().setReplicas(0);
    client.apps().deployments().inNamespace("default").resource(zero).fieldManager("argocd-controller")
        .forceConflicts().serverSideApply();
    assertThat(Ownership.REPLICAS.owners(get("copied").getMetadata().getManagedFields())).hasSize(2);

    var scaledDown = Workload.of(get("copied"));
    new WorkloadWriter(client).restore(scaledDown, (Mark.Readable) scaledDown.mark().orElseThrow());

    assertThat(comparable(get("copied"))).isEqualTo(comparable(before));
  }

  @Test
  void zeroSetByAnotherManagerStays() {
    create(Origin.CREATED, "zero");
    new WorkloadWriter(client).scaleToZero(Workload.of(get("zero")), "orders", "2026-01-01T00:00:00Z");
    for (var replicas : new int[]{5, 0}) {
      client.apps().deployments().inNamespace("default").withName("zero").patch(
          new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager("kubectl-edit").build(),
          "{\"spec\":{\"replicas\":" + replicas + "}}");
    }

    var scaledDown = Workload.of(get("zero"));
    new WorkloadWriter(client).restore(scaledDown, (Mark.Readable) scaledDown.mark().orElseThrow());

    assertThat(get("zero").getSpec().getReplicas()).isZero();
  }

  @Test
  void scalingToZeroConflictsIfTheObjectHasChanged() {
    create(Origin.CREATED, "stale");
    var seen = Workload.of(get("stale"));
    create(Origin.ANNOTATED, "stale");

    assertThatThrownBy(() -> new WorkloadWriter(client).scaleToZero(seen, "orders", "2026-01-01T00:00:00Z"))
        .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(get("stale").getSpec().getReplicas()).isEqualTo(3);
  }

  private static void create(Origin origin, String name) {
    var deployment = client.apps().deployments().inNamespace("default").resource(deployment(name));
    switch (origin) {
      case CREATED -> deployment.create();
      case SERVER_SIDE_APPLIED -> deployment
          .patch(new PatchContext.Builder().withPatchType(PatchType.SERVER_SIDE_APPLY)
              .withFieldManager("argocd-controller").build());
      case CLIENT_SIDE_APPLIED -> {
        deployment.create();
        client.apps().deployments().inNamespace("default").withName(name).patch(
            new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager("kubectl-client-side-apply")
                .build(),
            "{\"spec\":{\"replicas\":5}}");
      }
      case SCALED -> {
        if (deployment.get() == null) {
          deployment.create();
        }
        client.apps().deployments().inNamespace("default").withName(name).scale(
            new ScaleBuilder().withNewMetadata().withName(name).withNamespace("default").endMetadata().withNewSpec(4)
                .build());
      }
      case APPLIED_THEN_SCALED -> {
        create(Origin.SERVER_SIDE_APPLIED, name);
        create(Origin.SCALED, name);
      }
      case ANNOTATED -> {
        if (deployment.get() == null) {
          deployment.create();
        }
        client.apps().deployments().inNamespace("default").withName(name)
            .edit(d -> new DeploymentBuilder(d).editMetadata().addToAnnotations("team", "shop").endMetadata().build());
      }
    }
  }

  private static Deployment get(String name) {
    return client.apps().deployments().inNamespace("default").withName(name).get();
  }

  private static Deployment deployment(String name) {
    return new DeploymentBuilder().withNewMetadata().withName(name).withNamespace("default").endMetadata().withNewSpec()
        .withReplicas(3)
        .withNewSelector().addToMatchLabels("app", name).endSelector().withNewTemplate().withNewMetadata()
        .addToLabels("app", name)
        .endMetadata().withNewSpec().addNewContainer().withName("c").withImage("none").endContainer().endSpec()
        .endTemplate().endSpec().build();
  }

  /** The whole object without its version and the times of managedFields, which must differ. */
  private static Map<?, ?> comparable(Deployment deployment) {
    var copy = Serialization.clone(deployment);
    copy.getMetadata().setResourceVersion(null);
    copy.getMetadata().setGeneration(null);
    copy.getMetadata().getManagedFields().forEach(f -> f.setTime(null));
    assertThat(copy.getMetadata().getAnnotations() == null ? Map.of() : copy.getMetadata().getAnnotations())
        .doesNotContainKey(Annotations.ORIGINAL);
    copy.setStatus(null);
    return Serialization.unmarshal(Serialization.asJson(copy), Map.class);
  }
}
