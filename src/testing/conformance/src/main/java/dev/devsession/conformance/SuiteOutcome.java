package dev.devsession.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a suite.
 *
 * @param byWay each case's outcome, on each way
 */
public record SuiteOutcome(ConformanceSuite suite, Map<Way, Map<String, String>> byWay) {
  /** Runs suites, all if none is named. Load is last: for a while afterwards a node may be slow to connect. */
  public static List<SuiteOutcome> ofAll(Path checkout, List<String> names, TestStand stand) throws Exception {
    var outcomes = new ArrayList<SuiteOutcome>();
    for (var suite : List.of(FramingSuite.read(checkout), new H2specSuite(), GrpcSuite.INTEROP, GrpcSuite.ROUTING,
        new WebSocketSuite(), new LoadSuite())) {
      if (names.isEmpty() || names.contains(suite.name())) {
        System.out.println(suite.name() + " …");
        outcomes.add(of(suite, stand));
      }
    }
    return outcomes;
  }

  private static SuiteOutcome of(ConformanceSuite suite, TestStand stand) throws Exception {
    var byWay = new EnumMap<Way, Map<String, String>>(Way.class);
    for (var way : Way.values()) {
      if (suite.ways().contains(way)) {
        byWay.put(way, suite.run(way, stand));
      }
    }
    return new SuiteOutcome(suite, byWay);
  }

  /** The cases that end worse on this way than at the bare server; without such a run, those that don't pass. */
  List<String> worse(Way way) {
    var bare = byWay.getOrDefault(Way.BARE, Map.of());
    var all = new TreeMap<>(bare);
    all.replaceAll((name, outcome) -> "it didn't run");
    all.putAll(byWay.get(way));
    return all.entrySet().stream()
        .filter(e -> !e.getValue().equals(ConformanceSuite.PASSED) && !e.getValue().equals(bare.get(e.getKey())))
        .filter(e -> bare.getOrDefault(e.getKey(), ConformanceSuite.PASSED).equals(ConformanceSuite.PASSED)
            || !suite.failuresMayDiffer())
        .map(e -> e.getKey() + ": " + e.getValue()).toList();
  }

  /** All that is worse, with its way. */
  public List<String> problems() {
    return byWay.keySet().stream().filter(way -> way != Way.BARE)
        .flatMap(way -> worse(way).stream().map(p -> suite.name() + ", " + way.text + ": " + p)).toList();
  }
}
