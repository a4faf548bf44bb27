package dev.devsession.match;

/** What a value must be. */
public sealed interface ValueTest {
  /** Just this. */
  record Exact(String value) implements ValueTest {}

  /** It begins so. */
  record Prefix(String value) implements ValueTest {}

  /** All of it matches this expression in RE2 syntax. */
  record Regex(String expression) implements ValueTest {}

  /** Anything. */
  record Present() implements ValueTest {}
}
