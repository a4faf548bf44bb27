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

/** What the API server says to each resource of the corpus. */
@ExtendWith(ApiServer.Extension.class)
class CorpusIT {
  private static KubernetesClient client;

  @BeforeAll
  static void connect(ApiServer api) {
    client = api.clientIn("corpus");
  }

  @ParameterizedTest
  @MethodSource("dev.devsession.api.v1alpha1.Corpus#valid")
  void valid(Corpus.Case valid) {
    assertThat(create(valid).getMetadata().getUid()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("dev.devsession.api.v1alpha1.Corpus#invalid")
  void invalid(Corpus.Case invalid) {
    var refusal = catchThrowableOfType(KubernetesClientException.class, () -> create(invalid));
    assertThat(refusal).as("the API server must refuse it").isNotNull();
    assertThat(messages(refusal)).containsExactly(invalid.expected());
  }

  private static GenericKubernetesResource create(Corpus.Case resource) {
    return client.resource(resource.resource()).fieldValidation(Validation.STRICT).create();
  }

  /** Each fault with its field; not the remark that rules were skipped for its sake. */
  private static List<String> messages(KubernetesClientException refusal) {
    var details = refusal.getStatus().getDetails();
    return details == null
        ? List.of(refusal.getStatus().getMessage())
        : details.getCauses().stream().filter(c -> !c.getField().equals("<nil>"))
            .map(c -> c.getField() + ": " + c.getMessage()).toList();
  }
}
