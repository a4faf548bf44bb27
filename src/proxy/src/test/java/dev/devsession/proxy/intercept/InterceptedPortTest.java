package dev.devsession.proxy.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.match.RequestHead;
import dev.devsession.match.RuleLine;
import dev.devsession.match.RuleSet;
import dev.devsession.proxy.metrics.InterceptCounters;
import dev.devsession.proxy.metrics.MetricsPage;
import dev.devsession.proxy.routes.Intercept;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.SessionRoute.Role;
import dev.devsession.proxy.routes.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which session answers a request, and what is counted. */
class InterceptedPortTest {

  private static final SessionRoute ADA = session("ada", Role.MATCHING, "header x-user =ada");
  private static final SessionRoute BEN = session("ben", Role.MATCHING, "path ^/api");

  private final InterceptCounters counters = new InterceptCounters();

  @Test
  void oldestSessionWhoseRulesMatchAnswersAndTheOthersAreCounted() {
    var port = port(ADA, BEN);

    assertThat(port.answering(head("/api/orders", "ada"))).contains(ADA);
    assertThat(port.answering(head("/api/orders", "eve"))).contains(BEN);
    assertThat(port.answering(head("/", "eve"))).isEmpty();

    assertThat(page()).contains("requests_matched_total{port=\"80\",session=\"ada\"} 1.0",
        "requests_matched_total{port=\"80\",session=\"ben\"} 1.0",
        "requests_also_matched_total{port=\"80\",session=\"ada\"} 0.0",
        "requests_also_matched_total{port=\"80\",session=\"ben\"} 1.0", "requests_passed_total{port=\"80\"} 1.0");
  }

  @Test
  void sessionWithAllTrafficGetsWhatNoOlderSessionAsksFor() {
    var all = session("cyd", Role.ALL, "path =/never");
    var port = port(ADA, all);

    assertThat(port.answering(head("/", "eve"))).contains(all);
    assertThat(port.answering(head("/", "ada"))).contains(ADA);
  }

  @Test
  void sessionThatMirrorsAnswersNothing() {
    var port = port(session("dan", Role.MIRROR, "path ^/"), BEN);

    assertThat(port.answering(head("/api", "eve"))).contains(BEN);
    assertThat(port.answering(head("/", "eve"))).isEmpty();
    assertThat(page()).contains("requests_matched_total{port=\"80\",session=\"dan\"} 0.0");
  }

  @Test
  void requestsThatFallBackOrAreRefusedAreCountedByReason() {
    var port = port(ADA, BEN);

    port.requestFellBack(ADA, new MachineAwayException(AwayReason.SILENT, "no answer"));
    port.requestFellBack(ADA, new MachineAwayException(AwayReason.SILENT, "no answer"));
    port.requestFellBack(ADA, null);
    port.requestRefused(BEN, new MachineAwayException(AwayReason.NOT_LISTENING, "nothing there"));

    assertThat(page()).contains("requests_fell_back_total{port=\"80\",reason=\"silent\",session=\"ada\"} 2.0",
        "requests_fell_back_total{port=\"80\",reason=\"lost\",session=\"ada\"} 1.0",
        "requests_refused_total{port=\"80\",reason=\"not_listening\",session=\"ben\"} 1.0");
  }

  @Test
  void sessionsThatAreGoneAreNotCountedAnyMore() {
    var port = port(ADA, BEN);
    port.answering(head("/", "ada"));

    port.change(new Intercept(new Target("10.0.0.1", 80), List.of(BEN)));

    assertThat(page()).contains("session=\"ben\"").doesNotContain("session=\"ada\"");
  }

  private InterceptedPort port(SessionRoute... sessions) {
    return new InterceptedPort(new Intercept(new Target("10.0.0.1", 80), List.of(sessions)), null, null, counters);
  }

  private String page() {
    return MetricsPage.of("devsession_proxy", "port", Map.of(), Map.of("80", counters)).body();
  }

  private static SessionRoute session(String name, Role role, String rule) {
    return new SessionRoute(name, new Target("10.0.0.2", 3000), role, false,
        RuleSet.of(List.of(RuleLine.parse(rule))));
  }

  private static RequestHead head(String target, String user) {
    return new RequestHead() {
      @Override
      public String method() {
        return "GET";
      }

      @Override
      public String target() {
        return target;
      }

      @Override
      public List<String> headers(String name) {
        return name.equals("x-user") ? List.of(user) : List.of();
      }
    };
  }
}
