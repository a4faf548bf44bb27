package dev.devsession.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestCountsTest {
  private static final String METRICS = """
      # HELP devsession_proxy_requests_passed_total Requests that no session asks for
      # TYPE devsession_proxy_requests_passed_total counter
      devsession_proxy_requests_passed_total{port="8081"} 300.0
      devsession_proxy_requests_passed_total{port="9090"} 7000.0
      devsession_proxy_requests_matched_total{port="8081",session="ada"} 12.0
      devsession_proxy_requests_matched_total{port="8081",session="ben"} 28.0
      devsession_proxy_requests_matched_total{port="9090",session="ben"} 1.0
      devsession_proxy_requests_also_matched_total{port="8081",session="ada"} 4.0
      devsession_proxy_requests_also_matched_total{port="8081",session="ben"} 0.0
      devsession_proxy_requests_fell_back_total{port="8081",reason="disconnected",session="ada"} 2.0
      devsession_proxy_requests_fell_back_total{port="8081",reason="silent",session="ben"} 9.0
      devsession_proxy_requests_refused_total{port="8081",reason="lost",session="ada"} 1.0
      devsession_proxy_requests_mirrored_total{port="8081",session="ada"} 5.0
      devsession_proxy_copies_lost_total{port="8081",reason="slow",session="ada"} 3.0
      devsession_proxy_machine_connections_active{port="8081",session="ada"} 1.0
      a line of a newer format
      """;
  private static final RequestCounts ADA = new RequestCounts(12, 300, 28, 4, Map.of("disconnected", 2L),
      Map.of("lost", 1L), 5, Map.of("slow", 3L));

  @Test
  void readsTheSessionsPartOfThePortsThatItShares() {
    assertThat(RequestCounts.of(METRICS, "ada")).isEqualTo(ADA);
    assertThat(ADA.all()).isEqualTo(340);
    assertThat(RequestCounts.of(METRICS, "eve")).isEqualTo(RequestCounts.NONE);
  }

  @Test
  void addsProxiesTogetherAndTakesEarlierCountsAway() {
    assertThat(ADA.plus(new RequestCounts(1, 2, 3, 4, Map.of("disconnected", 5L, "silent", 6L), Map.of(), 0, Map.of())))
        .isEqualTo(new RequestCounts(13, 302, 31, 8, Map.of("disconnected", 7L, "silent", 6L), Map.of("lost", 1L), 5,
            Map.of("slow", 3L)));
    assertThat(ADA.plus(ADA).since(ADA)).isEqualTo(ADA);
    assertThat(ADA.since(ADA)).isEqualTo(RequestCounts.NONE);
    assertThat(RequestCounts.NONE.since(ADA)).as("a proxy that restarted").isEqualTo(RequestCounts.NONE);
  }

  @Test
  void newProxyCountsFromItsStart() {
    var before = new CountReading(Map.of("orders", Map.of("pod-1", ADA, "pod-2", ADA)));
    var after = new CountReading(Map.of("orders", Map.of("pod-1", ADA.plus(ADA), "pod-3", ADA)));

    assertThat(after.since(before).of("orders")).isEqualTo(ADA.plus(ADA));
    assertThat(after.since(before).of("stock")).isEqualTo(RequestCounts.NONE);
  }

  @Test
  void labelsAreUnescaped() {
    assertThat(MetricsText.parse("x{a=\"1,}\\\"\\\\\\n\",b=\"\"} 1.5E3")).containsExactly(
        new MetricsText.Sample("x", Map.of("a", "1,}\"\\\n", "b", ""), 1500));
    assertThat(MetricsText.parse("x 7")).containsExactly(new MetricsText.Sample("x", Map.of(), 7));
    assertThat(MetricsText.parse("# x 7\n\nx seven\n")).isEmpty();
  }
}
