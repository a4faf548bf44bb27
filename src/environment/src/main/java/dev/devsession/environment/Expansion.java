package dev.devsession.environment;

import java.util.function.UnaryOperator;

/**
 * References in the value of a variable, as the kubelet expands them: {@code $(NAME)} stands for a variable, {@code $$}
 * for a dollar sign that begins no reference, and everything else for itself, a reference that isn't closed included.
 * What stands for a variable isn't expanded again. The rules are those of {@code EnvVar.value} in the API reference of
 * Kubernetes.
 */
final class Expansion {
  private static final char OPERATOR = '$';

  private Expansion() {}

  /** How a reference is written. */
  static String reference(String name) {
    return "$(" + name + ")";
  }

  /** @param values gives what stands for a name; for an unknown one {@link #reference} of it */
  static String expand(String text, UnaryOperator<String> values) {
    var expanded = new StringBuilder();
    int lastClose = text.lastIndexOf(')');
    int at = 0;
    while (at < text.length()) {
      char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
      if (text.charAt(at) == OPERATOR && next == OPERATOR) {
        expanded.append(OPERATOR);
        at += 2;
      } else if (text.charAt(at) == OPERATOR && next == '(' && at < lastClose) {
        int close = text.indexOf(')', at);
        expanded.append(values.apply(text.substring(at + 2, close)));
        at = close + 1;
      } else {
        expanded.append(text.charAt(at));
        at++;
      }
    }
    return expanded.toString();
  }
}
