package dev.devsession.agent.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.Traffic;
import dev.devsession.api.v1alpha1.WhenAway;
import dev.devsession.match.MatchSyntax;
import dev.devsession.match.RequestRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a session asks for of a Service that its original answers too.
 *
 * @param mirror whether the machine gets copies only
 * @param unsafe whether these are also copies of requests that may change something
 * @param all whether it gets every connection
 * @param refuses whether matching requests are refused while the machine can't take them
 * @param rules the requests that it gets
 */
public record SharedTraffic(boolean mirror, boolean unsafe, boolean all, boolean refuses, List<RequestRule> rules) {
  public SharedTraffic {
    rules = List.copyOf(rules);
  }

  /** Of a Service in a session's spec; empty with mode Replace. */
  static Optional<SharedTraffic> of(JsonNode service, String session) {
    var mode = service.path("mode").asText(SwapMode.Replace.name());
    if (mode.equals(SwapMode.Replace.name())) {
      return Optional.empty();
    }
    var rules = service.path("match").valueStream().map(MatchJson::read).toList();
    return Optional.of(new SharedTraffic(mode.equals(SwapMode.Mirror.name()), service.path("unsafe").asBoolean(),
        service.path("traffic").asText().equals(Traffic.All.name()),
        service.path("whenAway").asText().equals(WhenAway.Refuse.name()),
        rules.isEmpty() ? List.of(RequestRule.ofSession(session)) : rules));
  }

  /** Such as {@code requests with header x-user=ada; all others stay in the cluster}. */
  public String words() {
    var which = "requests with " + join(rules.stream().map(MatchSyntax::write).toList());
    return mirror
        ? "copies of " + (unsafe ? "all " : "safe ") + which + "; the original answers"
        : all ? "all connections" : which + "; all others stay in the cluster";
  }

  /** Says once what all end with, as in {@code baggage or cookie devsession=ada}. */
  private static String join(List<String> texts) {
    var ends = texts.stream().map(text -> text.substring(text.indexOf(' '))).distinct().toList();
    return ends.size() == 1
        ? texts.stream().map(text -> text.substring(0, text.indexOf(' '))).collect(Collectors.joining(" or "))
            + ends.getFirst()
        : String.join(" or ", texts);
  }

  /** What becomes of requests while no program on the machine takes them. */
  public String whenAway() {
    return mirror ? "copies are dropped" : refuses ? "matching requests get status 503" : "the original answers";
  }
}
