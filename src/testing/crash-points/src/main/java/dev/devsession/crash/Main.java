package dev.devsession.crash;

import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.crash.scenario.ChangingPorts;
import dev.devsession.crash.scenario.DeletingNamespace;
import dev.devsession.crash.scenario.DeletingWorkload;
import dev.devsession.crash.scenario.EndingIntercept;
import dev.devsession.crash.scenario.Expiring;
import dev.devsession.crash.scenario.HandingOver;
import dev.devsession.crash.scenario.Intercepting;
import dev.devsession.crash.scenario.JoiningIntercept;
import dev.devsession.crash.scenario.LeavingIntercept;
import dev.devsession.crash.scenario.RestoringByDeletion;
import dev.devsession.crash.scenario.RestoringBySuspend;
import dev.devsession.crash.scenario.Swapping;
import dev.devsession.crash.scenario.Uninstalling;
import dev.devsession.crash.tap.Crash;
import dev.devsession.crash.tap.CrashMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command line. Exit codes: 0 all passed, 1 one failed, 2 wrong usage. */
@Command(name = "crash-points", mixinStandardHelpOptions = true, description = "Crashes the operator at each of its "
    + "writes.")
public final class Main implements Callable<Integer> {
  static final List<Scenario> SCENARIOS = List.of(new Swapping(false), new RestoringByDeletion(false),
      new RestoringBySuspend(),
      new Expiring(), new ChangingPorts(), new HandingOver(SwapMode.Replace, SwapMode.Replace), new DeletingWorkload(),
      new DeletingNamespace(SwapMode.Replace),
      new Intercepting(), new EndingIntercept(), new JoiningIntercept(), new LeavingIntercept(),
      new HandingOver(SwapMode.Replace, SwapMode.Intercept), new HandingOver(SwapMode.Intercept, SwapMode.Replace),
      new DeletingNamespace(SwapMode.Intercept),
      new Swapping(true), new RestoringByDeletion(true),
      new Upgrading("0.1.0"), new Uninstalling(true), new Uninstalling(false));

  @Option(names = "--scenario", paramLabel = "NAME", description = "Only this one: its name in the table.")
  private String scenario;
  @Option(names = "--point", paramLabel = "N:WAY", converter = Point.class, description = "Only this crash point: the "
      + "N-th write, and before, after or lost.")
  private Crash point;
  @Option(names = "--short", description = "Each kind of write of a scenario once, as CI does.")
  private boolean shortForm;
  @Option(names = "--lanes", paramLabel = "N", defaultValue = "3", description = "How many replays at a time; "
      + "default: ${DEFAULT-VALUE}.")
  private int lanes;
  @Option(names = "--record", paramLabel = "FOLDER", description = "Play nothing, and write what this build leaves in "
      + "a cluster for later builds to upgrade from. The folder holds its CRDs.")
  private Path record;

  public static void main(String[] args) {
    Runtime.getRuntime().addShutdownHook(
        new Thread(() -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly)));
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (record != null) {
      CrashRun.record(new Release(record));
      return 0;
    }
    var chosen = SCENARIOS.stream().filter(s -> scenario == null || s.name().equals(scenario)).toList();
    if (chosen.isEmpty()) {
      System.err.println("error: no scenario \"" + scenario + "\"; there are: "
          + String.join(", ", SCENARIOS.stream().map(Scenario::name).toList()));
      return 2;
    }
    var start = System.nanoTime();
    var outcomes = new CrashRun(lanes, selection()).play(chosen, System.out);
    System.out.println("\n" + OutcomeTable.of(outcomes));
    System.out.println("in " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s, " + lanes + " at a time");
    return outcomes.stream().flatMap(List::stream).allMatch(Outcome::passed) ? 0 : 1;
  }

  private Selection selection() {
    if (point != null) {
      return new Selection.One(point);
    }
    return shortForm ? new Selection.EachKind() : new Selection.All();
  }

  private static final class Point implements ITypeConverter<Crash> {
    @Override
    public Crash convert(String text) {
      var words = text.split(":");
      try {
        return new Crash(Integer.parseInt(words[0]), CrashMode.valueOf(words[1]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new TypeConversionException("must be like 3:before, 3:after or 3:lost");
      }
    }
  }
}
