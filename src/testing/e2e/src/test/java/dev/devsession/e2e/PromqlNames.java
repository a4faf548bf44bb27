package dev.devsession.e2e;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names in a PromQL query. It knows as much of the language as the chart's queries use. Pure.
 *
 * @param labels those that the query selects or groups by
 */
record PromqlNames(Set<String> metrics, Set<String> labels) {
  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern SELECTOR = Pattern.compile("\\{([^}]*)}");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z_0-9]*");
  private static final Pattern OPERAND = Pattern.compile(NAME + "(?!\\s*\\(|[a-zA-Z_0-9])");
  private static final Pattern FUNCTION = Pattern.compile("(" + NAME + ")\\s*\\(");
  private static final Set<String> FUNCTIONS = Set.of("sum", "max", "rate", "absent", "on");
  private static final Set<String> KEYWORDS = Set.of("and", "by");

  /** @throws IllegalArgumentException if there is something in it that this doesn't know */
  static PromqlNames of(String query) {
    var labels = new TreeSet<String>();
    var rest = RANGE.matcher(TEXT.matcher(query).replaceAll("")).replaceAll("");
    for (var pattern : Set.of(SELECTOR, GROUPING)) {
      pattern.matcher(rest).results().forEach(found -> labels.addAll(names(NAME.matcher(found.group(1)))));
      rest = pattern.matcher(rest).replaceAll("");
    }
    var unknown = FUNCTION.matcher(rest).results().map(f -> f.group(1)).filter(f -> !FUNCTIONS.contains(f))
        .collect(Collectors.toSet());
    unknown.removeAll(KEYWORDS);
    if (!unknown.isEmpty() || count(query, '(') != count(query, ')')) {
      throw new IllegalArgumentException("not understood: " + unknown + " in " + query);
    }
    var metrics = names(OPERAND.matcher(rest));
    metrics.removeAll(KEYWORDS);
    metrics.removeAll(FUNCTIONS); // Before "by (…)".
    return new PromqlNames(metrics, labels);
  }

  private static Set<String> names(Matcher matcher) {
    return matcher.results().map(m -> m.group()).collect(Collectors.toCollection(TreeSet::new));
  }

  private static long count(String text, char of) {
    return text.chars().filter(c -> c == of).count();
  }
}
