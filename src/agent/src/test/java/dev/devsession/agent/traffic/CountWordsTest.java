package dev.devsession.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.Session;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountWordsTest {
  private static final JsonNode SESSION = Serialization.unmarshal("""
      metadata: {name: ada, namespace: shop}
      spec:
        services:
        - {name: orders, mode: Intercept}
        - {name: stock, mode: Mirror}
        - {name: web}
      status:
        services:
        - {name: orders, state: Intercepted}
        - {name: web, state: Swapped}
      """, JsonNode.class);

  private static RequestCounts counts(long matched, long passed) {
    return new RequestCounts(matched, passed, 0, 0, Map.of(), Map.of(), 0, Map.of());
  }

  @Test
  void saysHowManyWereYoursAndWhatElseBecameOfThem() {
    assertThat(CountWords.of(RequestCounts.NONE, false)).isEqualTo("no requests yet");
    assertThat(CountWords.of(counts(12, 328), false)).isEqualTo("12 of 340 requests were yours");
    assertThat(CountWords.of(counts(1, 0), false)).isEqualTo("1 of 1 request was yours");
    assertThat(CountWords.of(new RequestCounts(12, 300, 28, 0, Map.of("not_listening", 2L), Map.of(), 0, Map.of()),
        false)).isEqualTo("12 of 340 requests were yours; the original answered 2 of them (not listening)");
    assertThat(CountWords.of(new RequestCounts(12, 300, 28, 4, Map.of("lost", 1L, "disconnected", 2L),
        Map.of("silent", 3L), 0, Map.of()), false)).isEqualTo("12 of 340 requests were yours; the original answered 3 "
            + "of them (2 disconnected, 1 lost); 3 of them were refused (silent); 4 more matched, but an older session "
            + "got them");
    assertThat(CountWords.of(new RequestCounts(0, 9, 0, 0, Map.of(), Map.of(), 5, Map.of("slow", 1L)), true))
        .isEqualTo("5 of 9 requests were copied to you; 1 of the copies were lost (slow)");
  }

  @Test
  void linesAreInTheSessionsOrderOrSayWhyThereAreNone() {
    var session = Session.of(SESSION);

    assertThat(new TrafficReport.Counted(Map.of("stock", counts(0, 3), "orders", counts(1, 1))).lines(session))
        .map(Object::toString).containsExactly("  orders          1 of 2 requests was yours",
            "  stock           0 of 3 requests were copied to you");
    assertThat(new TrafficReport.Unknown("the proxies' counters can't be read: you may not list pods").lines(session))
        .map(Object::toString).containsExactly(
            "  requests        not known: the proxies' counters can't be read: you may not list pods");
  }

  @Test
  void jsonHasTheCountsOfEachServiceThatIsShared() {
    var json = TrafficJson.add(SESSION, new TrafficReport.Counted(Map.of("orders", new RequestCounts(12, 300, 28, 4,
        Map.of("lost", 2L), Map.of(), 0, Map.of()))));

    assertThat(json.at("/status/services/0/requests").toString()).isEqualTo("{\"all\":340,\"matched\":12,"
        + "\"alsoMatched\":4,\"mirrored\":0,\"fellBack\":{\"lost\":2},\"refused\":{},\"copiesLost\":{}}");
    assertThat(json.at("/status/services/1").has("requests")).isFalse();
    assertThat(TrafficJson.add(SESSION, new TrafficReport.Unknown("why"))).isEqualTo(SESSION);
  }
}
