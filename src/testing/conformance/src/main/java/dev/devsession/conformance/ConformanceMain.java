package dev.devsession.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;

/** Runs suites in their long form and prints a table. Arguments: {@code [page=FILE] [SUITE...]}, all by default. */
public final class ConformanceMain {
  private static final String PAGE = "page=";

  private ConformanceMain() {}

  static List<ConformanceSuite> suites(Path checkout) throws IOException {
    return List.of(FramingSuite.read(checkout), new LoadSuite(), new H2specSuite(),
        GrpcSuite.INTEROP, GrpcSuite.ROUTING, new WebSocketSuite());
  }

  public static void main(String[] args) throws Exception {
    var checkout = Path.of(System.getProperty("devsession.root", "")).toAbsolutePath();
    var names = Arrays.stream(args).filter(a -> !a.startsWith(PAGE)).toList();
    var outcomes = new ArrayList<SuiteOutcome>();
    try (var stand = TestStand.start(checkout, true)) {
      for (var suite : suites(checkout)) {
        if (names.isEmpty() || names.contains(suite.name())) {
          System.out.println(suite.name() + " …");
          outcomes.add(SuiteOutcome.of(suite, stand));
        }
      }
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
