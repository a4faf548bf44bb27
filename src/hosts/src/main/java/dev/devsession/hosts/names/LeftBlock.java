package dev.devsession.hosts.names;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which name had which address from the block of an agent that died. */
public final class LeftBlock {

  private static final Pattern LONGEST = Pattern.compile("(.+)\\.svc(\\.cluster\\.local)?");

  private LeftBlock() {}

  /**
   * The titles, such as {@code orders.shop}, by address; empty where the line doesn't say it.
   *
   * @param lines
   *          of the block, comments included
   */
  public static Map<String, String> titles(List<String> lines) {
    Map<String, String> titles = new HashMap<>();
    for (String line : lines) {
      String[] fields = line.split("#", 2)[0].strip().split("\\s+");
      if (fields.length > 1) {
        titles.put(fields[0], title(fields[fields.length - 1]));
      }
    }
    return titles;
  }

  private static String title(String longestName) {
    Matcher matcher = LONGEST.matcher(longestName);
    return matcher.matches() ? matcher.group(1) : "";
  }
}
