package dev.devsession.agent.traffic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Prometheus' text format, as far as proxies write it: a line per sample, without a time. Pure. */
final class MetricsText {
  private static final Pattern LINE = Pattern
      .compile("(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(?<labels>.*)})?\\s+(?<value>\\S+)");
  private static final Pattern LABEL = Pattern
      .compile("(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=\"(?<value>(?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private MetricsText() {}

  /** One counter's value. */
  record Sample(String name, Map<String, String> labels, long value) {
    Sample {
      labels = Map.copyOf(labels);
    }
  }

  /** The samples in order; comments and lines of another format are left out. */
  static List<Sample> parse(String text) {
    return text.lines().map(MetricsText::sample).flatMap(Optional::stream).toList();
  }

  private static Optional<Sample> sample(String line) {
    var parts = LINE.matcher(line.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Sample(parts.group("name"), labels(parts.group("labels")),
          (long) Double.parseDouble(parts.group("value"))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> labels(String text) {
    var labels = new HashMap<String, String>();
    if (text != null) {
      LABEL.matcher(text).results().forEach(label -> labels.put(label.group("name"),
          ESCAPE.matcher(label.group("value")).replaceAll(e -> e.group(1).equals("n")
              ? "\n"
              : java.util.regex.Matcher.quoteReplacement(e.group(1)))));
    }
    return labels;
  }
}
