package dev.devsession.agent.version;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far agent and operator are apart. One minor version, in either direction, is supported, so that an admin and the
 * developers needn't update at the same moment.
 */
public final class VersionSkew {
  private static final Pattern SEMANTIC = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(\\..*)?");

  private VersionSkew() {}

  /**
   * What to say of two versions that don't fit, in one line.
   *
   * @param client such as {@code 0.3.0}
   * @param operator the same; a tag of another form, as of an image that somebody built, can't be compared
   * @return empty if they fit, or can't be compared
   */
  public static Optional<String> warning(String client, String operator) {
    var mine = SEMANTIC.matcher(client);
    var theirs = SEMANTIC.matcher(operator);
    if (!mine.matches() || !theirs.matches()) {
      return Optional.empty();
    }
    int majors = number(mine.group(1)) - number(theirs.group(1));
    int minors = number(mine.group(2)) - number(theirs.group(2));
    if (majors == 0 && Math.abs(minors) <= 1) {
      return Optional.empty();
    }
    var older = majors > 0 || majors == 0 && minors > 0;
    return Optional.of("the operator is " + operator + ", this devsession " + client
        + ", and more than one minor version apart is not supported: "
        + (older
            ? "ask a cluster admin to upgrade the operator, or install a devsession of its version"
            : "install a devsession of the operator's version"));
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
