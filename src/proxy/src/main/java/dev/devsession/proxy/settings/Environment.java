package dev.devsession.proxy.settings;

import java.util.Map;

/** The environment variables that a process was started with. */
public record Environment(Map<String, String> variables) {

  /** @throws IllegalArgumentException naming the variable, its value and what is expected */
  public int number(String name, int fallback, int min, int max) {
    var text = variables.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        name + "=\"" + text + "\": expected a whole number from " + min + " to " + max + "; unset means " + fallback);
  }

  public String text(String name, String fallback) {
    return variables.getOrDefault(name, fallback);
  }

  /** @throws IllegalArgumentException naming the variable and what is expected */
  public String require(String name, String expected) {
    var text = text(name, "");
    if (text.isBlank()) {
      throw new IllegalArgumentException(name + " is not set: expected " + expected);
    }
    return text;
  }
}
