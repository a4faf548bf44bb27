package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java types hold the same fields and defaults as the API server. */
@ExtendWith(ApiServer.Extension.class)
class TypesIT {
  private static KubernetesClient client;

  @BeforeAll
  static void connect(ApiServer api) {
    client = api.clientIn("types");
  }

  @ParameterizedTest
  @MethodSource("dev.devsession.api.v1alpha1.Corpus#valid")
  void readingAndWritingThroughTheTypesLosesNothing(Corpus.Case valid) {
    var stored = client.resource(valid.resource()).dryRun().create();

    var typed = Serialization.unmarshal(Serialization.asYaml(stored), valid.typed().getClass());

    Map<?, ?> written = Serialization.unmarshal(Serialization.asYaml(typed.getSpec()), Map.class);
    assertThat((Object) written).isEqualTo(stored.get("spec"));
  }

  @ParameterizedTest
  @MethodSource("dev.devsession.api.v1alpha1.Corpus#valid")
  void typesHaveTheDefaultsOfTheServer(Corpus.Case valid) {
    var stored = client.resource(valid.resource()).dryRun().create();

    var typed = Serialization.unmarshal(Serialization.asYaml(stored), valid.typed().getClass());

    assertThat(typed.getSpec()).isEqualTo(valid.typed().getSpec());
  }
}
