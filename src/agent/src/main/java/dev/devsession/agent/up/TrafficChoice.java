package dev.devsession.agent.up;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.agent.session.MatchJson;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.WhenAway;
import dev.devsession.match.RequestRule;
import dev.devsession.match.RequestTest;
import dev.devsession.match.ValueTest;
import java.util.List;
import java.util.Optional;

/**
 * What this machine gets of the Services that were typed.
 *
 * @param rules those that were typed; empty: those of the session's name
 * @param whenAway empty: as the API has it
 * @param unsafe whether copies of requests are taken that may change something
 * @param answerHeader whether answers to matching requests say who gave them
 */
public record TrafficChoice(SwapMode mode, List<RequestRule> rules, Optional<WhenAway> whenAway, boolean unsafe,
    boolean answerHeader) {
  private static final String KEY = "devsession";

  /** All that comes. */
  public static final TrafficChoice EVERYTHING = new TrafficChoice(SwapMode.Replace, List.of(), Optional.empty(),
      false, false);

  public TrafficChoice {
    rules = List.copyOf(rules);
  }

  /** Sets the fields of a Service in a session's spec. */
  void writeTo(ObjectNode service, String session) {
    if (!mode.isShared()) {
      return;
    }
    service.put("mode", mode.name());
    var match = service.putArray("match");
    (rules.isEmpty() ? ofSession(session) : rules).forEach(rule -> match.add(MatchJson.write(rule)));
    whenAway.ifPresent(w -> service.put("whenAway", w.name()));
    if (unsafe) {
      service.put("unsafe", true);
    }
    if (answerHeader) {
      service.put("answerHeader", true);
    }
  }

  /** The API's own rule, and a cookie for browsers, which can't add a header to all of their requests. */
  private static List<RequestRule> ofSession(String session) {
    return List.of(RequestRule.ofSession(session),
        new RequestRule(List.of(new RequestTest.Cookie(KEY, new ValueTest.Exact(session)))));
  }
}
