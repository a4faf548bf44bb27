package dev.devsession.match;

import java.util.List;

/** One thing that a rule asks of a request. Where a name occurs more than once, one of its values has to pass. */
public sealed interface RequestTest {
  /** A list member of the {@code baggage} headers (W3C Baggage), its value percent-decoded. */
  record Baggage(String key, ValueTest value) implements RequestTest {}

  /** One of the header fields of this name, in any case; a field's value is tested as a whole. */
  record Header(String name, ValueTest value) implements RequestTest {}

  /** One cookie of the {@code Cookie} headers (RFC 6265), without the quotes around its value. */
  record Cookie(String name, ValueTest value) implements RequestTest {}

  /** One parameter of the query, name and value decoded once as those of forms are: {@code +} is a space. */
  record Query(String name, ValueTest value) implements RequestTest {}

  /**
   * The path, without the query and percent-decoded once: {@code %2F} is a slash, and a {@code %} without two hex
   * digits stays what it is. Nothing else is changed: {@code //} and {@code ..} stay too. Requests for {@code *} and
   * for a host and port have no path.
   */
  record Path(ValueTest value) implements RequestTest {}

  /** One of these methods, in their own case. */
  record Method(List<String> methods) implements RequestTest {
    public Method {
      methods = List.copyOf(methods);
    }
  }

  /**
   * Connections with TLS whose client names this server (RFC 6066, 3), in any case; {@code *} stands for a first label.
   * It is the only test of its rule, as nothing of a request can be seen.
   */
  record ServerName(String name) implements RequestTest {
    /** @param asked what the client names */
    boolean matches(String asked) {
      return name.startsWith("*.")
          ? asked.indexOf('.') > 0 && asked.substring(asked.indexOf('.')).equalsIgnoreCase(name.substring(1))
          : asked.equalsIgnoreCase(name);
    }
  }

  /** Not all of these, none of which is a {@code Not}. */
  record Not(List<RequestTest> tests) implements RequestTest {
    public Not {
      tests = List.copyOf(tests);
      if (tests.stream().anyMatch(Not.class::isInstance)) {
        throw new IllegalArgumentException("\"not\" can't stand within another \"not\"");
      }
    }
  }
}
