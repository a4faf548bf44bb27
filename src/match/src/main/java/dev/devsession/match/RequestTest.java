package dev.devsession.match;

import java.util.List;

/** One thing that a rule asks of a request. */
public sealed interface RequestTest {
  /** A list member of the {@code baggage} headers (W3C Baggage), its value percent-decoded. */
  record Baggage(String key, ValueTest value) implements RequestTest {}

  /** One of the header fields of this name, in any case. */
  record Header(String name, ValueTest value) implements RequestTest {}

  /** One cookie of the {@code Cookie} headers. */
  record Cookie(String name, ValueTest value) implements RequestTest {}

  /** One parameter of the query, decoded once. */
  record Query(String name, ValueTest value) implements RequestTest {}

  /** The path, decoded once, without the query. */
  record Path(ValueTest value) implements RequestTest {}

  /** One of these methods, in their own case. */
  record Method(List<String> methods) implements RequestTest {}

  /** Not all of these. */
  record Not(List<RequestTest> tests) implements RequestTest {}
}
