package dev.devsession.environment;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of variables in the dotenv format: lines {@code NAME=value}, also with {@code export} before. A value in
 * single quotes stands as it is, one in double quotes may have escapes ({@code \n}, {@code \r}, {@code \t}, and a
 * backslash before any other character); both may have several lines. Any other value ends at the line's end or at
 * a {@code #} after a blank. Variables in values aren't expanded.
 */
public final class EnvFile {
  private static final Pattern ENTRY = Pattern.compile(
      "\\G\\s*+(?:#[^\\n]*+|(?:export\\s++)?(?<name>[^\\s=#'\"]++)[ \\t]*+=[ \\t]*+"
          + "(?:'(?<single>[^']*+)'|\"(?<double>(?:[^\"\\\\]++|\\\\.)*+)\"|(?<plain>(?!['\"])[^\\n]*+))"
          + "[ \\t]*+(?:#[^\\n]*+)?)(?=\\n|$)",
      Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);
  private static final Pattern COMMENT = Pattern.compile("(?:^|[ \\t]++)#.*+");

  private EnvFile() {}

  /**
   * Its variables in order; of two with one name the later one.
   *
   * @param name of the file, for messages
   * @throws AgentException if a line has another form
   */
  public static Map<String, String> parse(String name, String text) {
    var lines = text.replace("\r\n", "\n");
    var variables = new LinkedHashMap<String, String>();
    var entries = ENTRY.matcher(lines);
    int end = 0;
    while (entries.find()) {
      end = entries.end();
      if (entries.group("name") != null) {
        variables.put(entries.group("name"), value(entries));
      }
    }
    var rest = lines.substring(end);
    if (!rest.isBlank()) {
      var before = lines.substring(0, lines.length() - rest.stripLeading().length());
      throw new AgentException(ExitCode.BAD_INPUT,
          name + ", line " + (before.chars().filter(c -> c == '\n').count() + 1)
              + ": expected NAME=value, with matching quotes");
    }
    return variables;
  }

  private static String value(Matcher entry) {
    if (entry.group("single") != null) {
      return entry.group("single");
    }
    if (entry.group("double") != null) {
      return ESCAPE.matcher(entry.group("double")).replaceAll(e -> Matcher.quoteReplacement(
          switch (e.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> e.group(1);
          }));
    }
    return COMMENT.matcher(entry.group("plain")).replaceFirst("").strip();
  }
}
