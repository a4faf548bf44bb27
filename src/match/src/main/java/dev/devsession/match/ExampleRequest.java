package dev.devsession.match;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request that matches a rule, to show to people.
 *
 * @param headers the values by name, names as in the rule; among them {@code cookie} and {@code baggage}
 */
public record ExampleRequest(String method, String target, Map<String, List<String>> headers) implements RequestHead {
  private static final String GET = "GET";
  private static final String ANY = "1";

  /** Empty if none is found easily, as for an expression. */
  public static Optional<ExampleRequest> of(RequestRule rule) {
    if (!RuleProblems.of(List.of(rule)).isEmpty()) {
      return Optional.empty();
    }
    var method = GET;
    var path = "/";
    var query = new ArrayList<String>();
    var headers = new LinkedHashMap<String, List<String>>();
    for (var test : rule.tests()) {
      switch (test) {
        case RequestTest.Baggage(var key, var value) -> add(headers, "baggage", key + "=" + encode(example(value)));
        case RequestTest.Header(var name, var value) -> add(headers, name, example(value));
        case RequestTest.Cookie(var name, var value) -> add(headers, "cookie", name + "=" + example(value));
        case RequestTest.Query(var name, var value) -> query.add(encode(name) + "=" + encode(example(value)));
        case RequestTest.Path(var value) -> path = value instanceof ValueTest.Present ? path : example(value);
        case RequestTest.Method(var methods) -> method = methods.contains(GET) ? GET : methods.getFirst();
        case RequestTest.ServerName _,RequestTest.Not _ -> {
        }
      }
    }
    var target = encode(path).replace("%2F", "/")
        + (query.isEmpty() ? "" : "?" + String.join("&", query));
    var request = new ExampleRequest(method, target, headers);
    return request.isPrintable() && RuleSet.of(List.of(rule)).matches(request)
        ? Optional.of(request)
        : Optional.empty();
  }

  @Override
  public List<String> headers(String name) {
    return headers.entrySet().stream().filter(h -> h.getKey().toLowerCase(Locale.ROOT).equals(name))
        .flatMap(h -> h.getValue().stream()).toList();
  }

  /** The cookie line's values, as a browser would hold them; empty without any. */
  public List<String> cookies() {
    return headers.getOrDefault("cookie", List.of());
  }

  private static void add(Map<String, List<String>> headers, String name, String value) {
    headers.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  private static String example(ValueTest value) {
    return switch (value) {
      case ValueTest.Exact(var exact) -> exact;
      case ValueTest.Prefix(var prefix) -> prefix;
      case ValueTest.Regex(var expression) -> expression;
      case ValueTest.Present() -> ANY;
    };
  }

  private boolean isPrintable() {
    return (method + target + headers.values().stream().flatMap(List::stream).collect(Collectors.joining())).chars()
        .allMatch(c -> c >= ' ' && c <= '~');
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
