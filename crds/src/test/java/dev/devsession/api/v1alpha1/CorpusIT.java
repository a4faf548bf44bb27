package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server accepts and refuses the resources of the corpus as expected. */
@ExtendWith(ApiServer.Extension.class)
class CorpusIT {
  private static KubernetesClient client;

  @BeforeAll
  static void connect(ApiServer api) {
    client = api.clientIn("corpus");
  }

  @ParameterizedTest
  @MethodSource("dev.devsession.api.v1alpha1.Corpus#valid")
  void validResourceIsAccepted(Corpus.Case valid) {
    assertThat(create(valid).getMetadata().getUid()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("dev.devsession.api.v1alpha1.Corpus#invalid")
  void invalidResourceIsRefusedWithTheExpectedMessage(Corpus.Case invalid) {
    var refusal = catchThrowableOfType(KubernetesClientException.class, () -> create(invalid));

    assertThat(refusal).as("the API server must refuse it").isNotNull();
    assertThat(messages(refusal)).containsExactly(invalid.expected());
  }

  private static GenericKubernetesResource create(Corpus.Case resource) {
    return client.resource(resource.resource()).fieldValidation(Validation.STRICT).create();
  }

  /** Each error with its field, without the note that further rules were skipped. */
  private static List<String> messages(KubernetesClientException refusal) {
    var details = refusal.getStatus().getDetails();
    return details == null
        ? List.of(refusal.getStatus().getMessage())
        : details.getCauses().stream().filter(c -> !c.getField().equals("<nil>"))
            .map(c -> c.getField() + ": " + c.getMessage()).toList();
  }
}
