package dev.devsession.agent.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.match.RequestRule;
import dev.devsession.match.RequestTest;
import dev.devsession.match.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A rule as an element of {@code match} in a session. */
public final class MatchJson {
  private MatchJson() {}

  /** @param rule has at most one test of each kind, but for headers, and excludes with one {@code not} */
  public static ObjectNode write(RequestRule rule) {
    return write(rule.tests());
  }

  /** What a session asks for, as far as it is known here. */
  public static RequestRule read(JsonNode rule) {
    return new RequestRule(tests(rule));
  }

  private static ObjectNode write(List<RequestTest> tests) {
    var json = JsonNodeFactory.instance.objectNode();
    for (var test : tests) {
      switch (test) {
        case RequestTest.Baggage(var key, ValueTest.Exact(var value)) ->
          json.putObject("baggage").put("key", key).put("value", value);
        case RequestTest.Baggage(var key, _) ->
          throw new IllegalArgumentException("baggage " + key + " has no whole value");
        case RequestTest.Header(var name, var value) ->
          json.withArray("/headers").add(put(JsonNodeFactory.instance.objectNode().put("name", name), value));
        case RequestTest.Cookie(var name, var value) -> put(json.putObject("cookie").put("name", name), value);
        case RequestTest.Query(var name, var value) -> put(json.putObject("query").put("name", name), value);
        case RequestTest.Path(var value) -> put(json.putObject("path"), value);
        case RequestTest.Method(var methods) -> methods.forEach(json.putArray("methods")::add);
        case RequestTest.ServerName(var name) -> json.put("sni", name);
        case RequestTest.Not(var excluded) -> json.set("not", write(excluded));
      }
    }
    return json;
  }

  private static ObjectNode put(ObjectNode json, ValueTest value) {
    return switch (value) {
      case ValueTest.Exact(var exact) -> json.put("exact", exact);
      case ValueTest.Prefix(var prefix) -> json.put("prefix", prefix);
      case ValueTest.Regex(var expression) -> json.put("regex", expression);
      case ValueTest.Present() -> json;
    };
  }

  private static List<RequestTest> tests(JsonNode rule) {
    var tests = new ArrayList<RequestTest>();
    field(rule, "baggage").ifPresent(b -> tests.add(new RequestTest.Baggage(b.path("key").asText(),
        new ValueTest.Exact(b.path("value").asText()))));
    rule.path("headers").forEach(h -> tests.add(new RequestTest.Header(h.path("name").asText(), value(h))));
    field(rule, "cookie").ifPresent(c -> tests.add(new RequestTest.Cookie(c.path("name").asText(), value(c))));
    field(rule, "query").ifPresent(q -> tests.add(new RequestTest.Query(q.path("name").asText(), value(q))));
    field(rule, "path").ifPresent(p -> tests.add(new RequestTest.Path(value(p))));
    if (!rule.path("methods").isEmpty()) {
      tests.add(new RequestTest.Method(rule.path("methods").valueStream().map(JsonNode::asText).toList()));
    }
    field(rule, "sni").ifPresent(name -> tests.add(new RequestTest.ServerName(name.asText())));
    field(rule, "not").ifPresent(not -> tests.add(new RequestTest.Not(tests(not).stream()
        .filter(test -> !(test instanceof RequestTest.Not)).toList())));
    return tests;
  }

  private static ValueTest value(JsonNode value) {
    return field(value, "exact").<ValueTest>map(v -> new ValueTest.Exact(v.asText()))
        .or(() -> field(value, "prefix").map(v -> new ValueTest.Prefix(v.asText())))
        .or(() -> field(value, "regex").map(v -> new ValueTest.Regex(v.asText())))
        .orElseGet(ValueTest.Present::new);
  }

  private static Optional<JsonNode> field(JsonNode json, String name) {
    return Optional.ofNullable(json.get(name)).filter(v -> !v.isNull());
  }
}
