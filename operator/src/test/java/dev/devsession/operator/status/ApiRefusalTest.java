package dev.devsession.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers of the API server are refusals, and which words of them people read. */
class ApiRefusalTest {
  @ParameterizedTest
  @CsvSource({"403, exceeded quota", "422, ValidatingAdmissionPolicy 'p' denied request: house rule",
      "400, no such field",
      "413, too large", "500, failed calling webhook \"w\": connection refused",
      "503, admission webhook \"w\" denied the request: no", "409, admission webhook \"w\" denied the request: no"})
  void aRefusalIsToldInItsOwnWords(int code, String words) {
    assertThat(ApiRefusal.of(answer(code, words))).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"401, Unauthorized", "404, not found", "409, the object has been modified", "429, too many requests",
      "500, etcdserver: leader changed", "503, apiserver is shutting down"})
  void whatOnlyHasToBeRepeatedIsNoRefusal(int code, String words) {
    assertThat(ApiRefusal.of(answer(code, words))).isEmpty();
  }

  @Test
  void aWebhookWithoutDryRunSaysNothingOfTheWrite() {
    assertThat(ApiRefusal.isWithoutDryRun(answer(400, "admission webhook \"w\" does not support dry run"))).isTrue();
    assertThat(ApiRefusal.isWithoutDryRun(answer(403, "denied"))).isFalse();
  }

  @Test
  void anErrorWithoutAnAnswerIsToldWithItsCause() {
    var error = new KubernetesClientException("Operation: [create] failed.", new IOException("timed out"));
    assertThat(ApiRefusal.words(error)).contains("failed.", "timed out");
  }

  private static KubernetesClientException answer(int code, String words) {
    return new KubernetesClientException("Failure executing: POST. Received status: Status(...)", code,
        new StatusBuilder().withCode(code).withMessage(words).build());
  }
}
