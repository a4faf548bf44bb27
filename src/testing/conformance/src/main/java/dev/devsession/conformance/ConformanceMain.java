package dev.devsession.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;

/** Runs suites in their long form and prints a table. Arguments: {@code [page=FILE] [SUITE...]}, all by default. */
public final class ConformanceMain {
  private static final String PAGE = "page=";

  private ConformanceMain() {}

  public static void main(String[] args) throws Exception {
    var checkout = Path.of(System.getProperty("devsession.root", "")).toAbsolutePath();
    var names = Arrays.stream(args).filter(a -> !a.startsWith(PAGE)).toList();
    List<SuiteOutcome> outcomes;
    try (var local = LocalStand.start(checkout, true)) {
      outcomes = SuiteOutcome.ofAll(checkout, names, local.stand());
    }
    var table = ConformanceTable.of(outcomes);
    var problems = ConformanceTable.problems(outcomes);
    System.out.println("\n" + table + "\n" + problems);
    for (var arg : args) {
      if (arg.startsWith(PAGE)) {
        write(checkout.resolve(arg.substring(PAGE.length())), table);
      }
    }
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  /** Puts the table in the place of the page's present one. */
  private static void write(Path page, String table) throws IOException {
    var text = Files.readString(page);
    Files.writeString(page, text.replaceFirst("(?m)(^\\|.*\n)+", Matcher.quoteReplacement(table)));
  }
}
