package dev.devsession.environment;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of variables: {@code *} stands for any text, {@code ?} for any character, all else for itself.
 *
 * @param text as typed
 */
public record NamePattern(String text, Pattern pattern) {

  /** As typed. */
  public static NamePattern of(String text) {
    return new NamePattern(text, Pattern.compile(Arrays.stream(text.splitWithDelimiters("[*?]", 0))
        .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
        .collect(Collectors.joining()), Pattern.DOTALL));
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  /** Whether it is a name itself. */
  boolean isLiteral() {
    return !text.contains("*") && !text.contains("?");
  }
}
