package dev.devsession.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedTrafficTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "mode: Intercept | requests with baggage devsession=ada; all others stay in the cluster",
      "mode: Intercept, match: [{baggage: {key: d, value: a}}, {cookie: {name: d, exact: a}}] | requests with "
          + "baggage or cookie d=a; all others stay in the cluster",
      "mode: Intercept, match: [{path: {exact: /a}}, {cookie: {name: d, exact: a}}] | requests with "
          + "path /a or cookie d=a; all others stay in the cluster",
      "mode: Intercept, traffic: All | all connections",
      "mode: Mirror | copies of safe requests with baggage devsession=ada; the original answers",
      "mode: Mirror, unsafe: true | copies of all requests with baggage devsession=ada; the original answers"})
  void wordsSayWhatComesHere(String service, String words) {
    assertThat(wanted("{name: orders, " + service + "}").shared().orElseThrow().words()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"mode: Intercept,the original answers",

      "'mode: Intercept, whenAway: Refuse',matching requests get status 503",
      "mode: Mirror,copies are dropped"})
  void wordsSayWhatHappensMeanwhile(String service, String words) {
    assertThat(wanted("{name: orders, " + service + "}").shared().orElseThrow().whenAway()).isEqualTo(words);
  }

  @Test
  void replaceSharesNothing() {
    assertThat(wanted("{name: orders}").shared()).isEmpty();
    assertThat(wanted("{name: orders, mode: Replace}").shared()).isEmpty();
  }

  private static Session.Wanted wanted(String service) {
    return Session.of(Serialization.unmarshal("metadata: {name: ada}\nspec: {services: [" + service + "]}",
        JsonNode.class)).wanted().getFirst();
  }
}
