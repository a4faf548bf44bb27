package dev.devsession.crash;

import dev.devsession.crash.scenario.ChangingPorts;
import dev.devsession.crash.scenario.DeletingNamespace;
import dev.devsession.crash.scenario.DeletingWorkload;
import dev.devsession.crash.scenario.Expiring;
import dev.devsession.crash.scenario.HandingOver;
import dev.devsession.crash.scenario.RestoringByDeletion;
import dev.devsession.crash.scenario.RestoringBySuspend;
import dev.devsession.crash.scenario.Swapping;
import dev.devsession.crash.scenario.Uninstalling;
import dev.devsession.crash.tap.Crash;
import dev.devsession.crash.tap.Way;
import dev.devsession.hollow.HollowCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. Exit codes: 0 all passed, 1 one failed, 2 wrong usage. */
@Command(name = "crash-points", mixinStandardHelpOptions = true, description = "Crashes the operator at each of its writes.")
public final class Main implements Callable<Integer> {
  static final List<Scenario> SCENARIOS = List.of(new Swapping(), new RestoringByDeletion(), new RestoringBySuspend(),
      new Expiring(), new ChangingPorts(), new HandingOver(), new DeletingWorkload(), new DeletingNamespace(),
      new Uninstalling(true), new Uninstalling(false));

  @Option(names = "--scenario", description = "Only this one: its name in the table.")
  String scenario;
  @Option(names = "--point", description = "Only this crash point, as 3:lost (ways: before, after, lost).")
  String point;
  @Option(names = "--short", description = "Every second crash point.")
  boolean shortForm;
  @Option(names = "--lanes", defaultValue = "3", description = "How many replays at a time (default: 3).")
  int lanes;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var chosen = SCENARIOS.stream().filter(s -> scenario == null || s.name().equals(scenario)).toList();
    if (chosen.isEmpty()) {
      System.err.println("error: no scenario \"" + scenario + "\"; there are: "
          + String.join(", ", SCENARIOS.stream().map(Scenario::name).toList()));
      return 2;
    }
    var outcomes = run(chosen);
    System.out.println("\n" + Table.of(outcomes));
    return outcomes.stream().flatMap(List::stream).allMatch(Outcome::passed) ? 0 : 1;
  }

  List<List<Outcome>> run(List<Scenario> chosen) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("crash-points");
    try (var cluster = HollowCluster.start(
        Path.of(System.getProperty("devsession.root", "."), "crds/yaml/devsessions.devsession.dev.yaml"),
        Path.of(System.getProperty("devsession.root", "."), "crds/yaml/swaps.devsession.dev.yaml"))) {
      var jvm = new OperatorJvm(folder, cluster.jvmOptions());
      try (var stages = new Stages(cluster, jvm)) {
        stages.train();
        return new CrashPoints(stages, lanes, System.out).play(chosen, shortForm ? 2 : 1, crash());
      }
    }
  }

  private Crash crash() {
    if (point == null) {
      return null;
    }
    var words = point.split(":");
    return new Crash(Integer.parseInt(words[0]), Way.valueOf(words[1]));
  }
}
