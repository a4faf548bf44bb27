package dev.devsession.rules;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages quote the figures of docs/figures.properties, which match the tables of docs/measurements.md. */
class FiguresTest {
  private static final Path README = Sources.TOP.resolve("README.md");
  private static final Path DOCS = Sources.TOP.resolve("docs");
  private static final String NUMBER = "\\d+(?:[.,]\\d+)*";

  @Test
  void pagesQuoteTheFigures() throws IOException {
    var figures = figures();
    for (var name : figures.stringPropertyNames()) {
      var figure = figures.getProperty(name);
      assertThat(quotes(figure, README)).as("README.md on " + name).isNotEmpty();

      for (var page : pages()) {
        assertThat(quotes(figure, page)).as(page + " on " + name).allMatch(figure::equals);
      }
    }
  }

  @Test
  void crashPointsMatchTheTable() throws IOException {
    var rows = rows("Crash points");
    var total = rows.getLast();
    var scenarios = rows.subList(0, rows.size() - 1);

    assertThat(sum(scenarios, 3)).isEqualTo(number(total[3]));
    assertThat(sum(scenarios, 4)).isEqualTo(number(total[4]));
    assertThat(figures().getProperty("crash.scenarios")).isEqualTo(scenarios.size() + " scenarios");

    var passed = number(total[4]) + " of " + number(total[3]) + " pass";
    assertThat(figures().getProperty("crash.points")).isEqualTo(passed);
  }

  @Test
  void requestsMatchTheTable() throws IOException {
    var rows = rows("No gap");
    var names = rows.stream().map(cells -> cells[1].strip()).toList();
    var operations = rows.subList(names.indexOf("swap"), names.indexOf("restore") + 1);
    var abrupt = names.indexOf("the same: swap");

    assertThat(operations).hasSize(6);
    assertThat(figures().getProperty("nogap.requests")).isEqualTo(quote("%d of %,d requests failed", operations));

    var ofAbrupt = quote("SIGTERM failed %d of %,d", rows.subList(abrupt, abrupt + 1));
    assertThat(figures().getProperty("nogap.abrupt")).isEqualTo(ofAbrupt);
  }

  /** The failed and all requests of these operations, in the README's words. */
  private static String quote(String words, List<String[]> operations) {
    return String.format(Locale.ROOT, words, sum(operations, 4), sum(operations, 2));
  }

  private static Properties figures() throws IOException {
    var figures = new Properties();
    try (var in = Files.newBufferedReader(DOCS.resolve("figures.properties"))) {
      figures.load(in);
    }
    return figures;
  }

  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<>(List.of(README));
    try (var docs = Files.list(DOCS)) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  /** The places where the page has the figure's words, with any numbers. */
  private static List<String> quotes(String figure, Path page) throws IOException {
    var sameWords = Stream.of(figure.split(NUMBER, -1)).map(Pattern::quote).collect(joining(NUMBER));
    var text = Files.readString(page).replaceAll("\\s+", " ");
    return Pattern.compile(sameWords).matcher(text).results().map(MatchResult::group).toList();
  }

  /** The cells of the table under a heading of the measurements, the first of a row at 1. */
  private static List<String[]> rows(String heading) throws IOException {
    var page = Files.readString(DOCS.resolve("measurements.md"));
    var section = page.split("\n## " + heading + "\n", 2)[1].split("\n## ", 2)[0];
    return section.lines().filter(line -> line.startsWith("|")).skip(2).map(line -> line.split("\\|")).toList();
  }

  private static long sum(List<String[]> rows, int column) {
    return rows.stream().mapToLong(cells -> number(cells[column])).sum();
  }

  private static long number(String cell) {
    return Long.parseLong(cell.replaceAll("\\D", ""));
  }
}
