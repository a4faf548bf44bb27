package dev.devsession.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.ApiNames;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** Takes only our finalizer off an object, on a real API server. */
@EnableKubeAPIServer
class FinalizerIT {
  static KubernetesClient client;

  @Test
  void onlyOurFinalizerIsRemoved() {
    var object = create("others", ApiNames.FINALIZER, "example.com/other");
    client.resource(object).delete();

    assertThat(Finalizer.remove(client, get(object))).isTrue();
    assertThat(get(object).getMetadata().getFinalizers()).containsExactly("example.com/other");
  }

  @Test
  void objectIsGoneWithItsLastFinalizer() {
    var object = create("last", ApiNames.FINALIZER);
    client.resource(object).delete();

    assertThat(Finalizer.remove(client, get(object))).isTrue();
    assertThat(get(object)).isNull();
    assertThat(Finalizer.remove(client, object)).as("object that is already gone").isTrue();
  }

  @Test
  void changeByAnotherClientIsNotOverwritten() {
    var stale = create("stale", ApiNames.FINALIZER);
    client.resource(stale).edit(o -> new ConfigMapBuilder(o).editMetadata().addToFinalizers("example.com/new")
        .endMetadata().build());

    assertThat(Finalizer.remove(client, stale)).isFalse();
    assertThat(get(stale).getMetadata().getFinalizers()).containsExactly(ApiNames.FINALIZER, "example.com/new");
  }

  private static ConfigMap create(String name, String... finalizers) {
    return client.resource(new ConfigMapBuilder().withNewMetadata().withNamespace("default").withName(name)
        .withFinalizers(finalizers).endMetadata().build()).create();
  }

  private static ConfigMap get(ConfigMap object) {
    return client.resource(object).get();
  }
}
