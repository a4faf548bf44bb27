package dev.devsession.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.api.v1alpha1.Labels;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Switches and restores on a real API server: then the whole object is as it was, managedFields included. */
@EnableKubeAPIServer
class ServiceWriterIT {
  private static final String SINCE = "2026-01-01T00:00:00Z";
  static KubernetesClient client;

  /** How a Service was made. */
  enum Origin {
    CREATED,
    SERVER_SIDE_APPLIED,
    CREATED_THEN_CHANGED,
    ANNOTATED
  }

  @ParameterizedTest
  @EnumSource
  void restoredServiceIsAsItWas(Origin origin) {
    var name = origin.name().toLowerCase().replace('_', '-');
    create(origin, name);
    var before = get(name);
    new ServiceWriter(client).switchToProxies(before, name, SINCE);

    var switched = get(name);
    assertThat(switched.getSpec().getSelector()).isEqualTo(Map.of(Labels.SWAP, name));
    assertThat(SharedService.original(switched).getSpec().getSelector()).isEqualTo(before.getSpec().getSelector());
    restore(switched);

    assertThat(comparable(get(name))).isEqualTo(comparable(before));
  }

  @Test
  void restoreThatWasInterruptedIsContinued() {
    create(Origin.SERVER_SIDE_APPLIED, "interrupted");
    var before = get("interrupted");
    new ServiceWriter(client).switchToProxies(before, "interrupted", SINCE);
    var mark = new SharedService(get("interrupted")).mark().orElseThrow();
    patch("interrupted", "devsession-swap",
        "{\"spec\":{\"selector\":{\"devsession.dev/swap\":null,\"app\":\"interrupted\"}}}");

    new ServiceWriter(client).restore(get("interrupted"), mark);

    assertThat(comparable(get("interrupted"))).isEqualTo(comparable(before));
  }

  @Test
  void selectorSetByAnotherManagerMeanwhileStaysTheirs() {
    create(Origin.SERVER_SIDE_APPLIED, "meanwhile");
    new ServiceWriter(client).switchToProxies(get("meanwhile"), "meanwhile", SINCE);
    patch("meanwhile", "kubectl-patch",
        "{\"spec\":{\"selector\":{\"devsession.dev/swap\":null,\"app\":\"v2\"}}}");

    restore(get("meanwhile"));

    var after = get("meanwhile");
    assertThat(after.getSpec().getSelector()).isEqualTo(Map.of("app", "v2"));
    assertThat(after.getMetadata().getAnnotations()).isNullOrEmpty();
    assertThat(Ownership.SELECTOR.owners(after.getMetadata().getManagedFields())).extracting(Mark.Owner::manager)
        .containsExactly("kubectl-patch");
  }

  /** {@code kubectl apply} adds its manifest's labels to those that it finds. */
  @Test
  void selectorMergedIntoOursIsRestoredWithoutOurs() {
    create(Origin.CREATED, "merged");
    new ServiceWriter(client).switchToProxies(get("merged"), "merged", SINCE);
    patch("merged", "kubectl-client-side-apply", "{\"spec\":{\"selector\":{\"app\":\"merged\"}}}");
    assertThat(get("merged").getSpec().getSelector()).hasSize(2);

    restore(get("merged"));

    var after = get("merged");
    assertThat(after.getSpec().getSelector()).isEqualTo(Map.of("app", "merged"));
    assertThat(Ownership.SELECTOR.owners(after.getMetadata().getManagedFields())).extracting(Mark.Owner::manager)
        .containsExactly("kubectl-client-side-apply");
  }

  @Test
  void switchedAgainItRemembersWhatOthersHaveSet() {
    create(Origin.CREATED, "again");
    var writer = new ServiceWriter(client);
    writer.switchToProxies(get("again"), "again", SINCE);
    patch("again", "argocd-controller", "{\"spec\":{\"selector\":{\"devsession.dev/swap\":null,\"app\":\"v2\"}}}");

    writer.switchToProxies(get("again"), "again", SINCE);

    assertThat(new SharedService(get("again")).mark()).hasValueSatisfying(mark -> {
      assertThat(mark.selector()).isEqualTo(Map.of("app", "v2"));
      assertThat(mark.owners()).extracting(Mark.Owner::manager).containsExactly("argocd-controller");
    });
  }

  @Test
  void switchConflictsIfTheServiceHasChanged() {
    create(Origin.CREATED, "stale");
    var seen = get("stale");
    create(Origin.ANNOTATED, "stale");

    assertThatThrownBy(() -> new ServiceWriter(client).switchToProxies(seen, "stale", SINCE))
        .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(get("stale").getSpec().getSelector()).isEqualTo(Map.of("app", "stale"));
  }

  private static void restore(Service service) {
    new ServiceWriter(client).restore(service, new SharedService(service).mark().orElseThrow());
  }

  private static void create(Origin origin, String name) {
    var service = client.services().inNamespace("default").resource(service(name));
    switch (origin) {
      case CREATED -> service.create();
      case SERVER_SIDE_APPLIED -> service.patch(new PatchContext.Builder().withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("argocd-controller").build());
      case CREATED_THEN_CHANGED -> {
        service.create();
        patch(name, "kubectl-client-side-apply", "{\"spec\":{\"selector\":{\"tier\":\"back\"}}}");
      }
      case ANNOTATED -> {
        if (service.get() == null) {
          service.create();
        }
        patch(name, "kubectl-annotate", "{\"metadata\":{\"annotations\":{\"team\":\"shop\"}}}");
      }
    }
  }

  private static void patch(String name, String manager, String patch) {
    client.services().inNamespace("default").withName(name).patch(
        new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager(manager).build(), patch);
  }

  private static Service get(String name) {
    return client.services().inNamespace("default").withName(name).get();
  }

  private static Service service(String name) {
    return new ServiceBuilder().withNewMetadata().withName(name).withNamespace("default").endMetadata().withNewSpec()
        .addToSelector("app", name).addNewPort().withPort(80).endPort().endSpec().build();
  }

  /** The whole object without its version and the times of managedFields, which must differ. */
  private static Map<?, ?> comparable(Service service) {
    var copy = Serialization.clone(service);
    copy.getMetadata().setResourceVersion(null);
    copy.getMetadata().setGeneration(null);
    copy.getMetadata().getManagedFields().forEach(f -> f.setTime(null));
    return Serialization.unmarshal(Serialization.asJson(copy), Map.class);
  }
}
