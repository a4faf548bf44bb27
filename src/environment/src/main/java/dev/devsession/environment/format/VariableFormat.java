package dev.devsession.environment.format;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One way to write variables. */
interface VariableFormat {
  Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Why this format can't hold a variable, as what the variable is like; empty if it can. */
  Optional<String> obstacle(String name, String value);

  /** All of them; there is no obstacle to any. */
  String text(Map<String, String> variables);

  /** The first reason that applies. */
  static Optional<String> when(boolean applies, String why) {
    return applies ? Optional.of(why) : Optional.empty();
  }
}
