package dev.devsession.crash;

import dev.devsession.crash.Scenario.End;
import dev.devsession.crash.tap.Crash;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** Plays a scenario on a stage, with a crash or without one. */
final class Replay {
  /** Without a write for this long, it is over: a crash point after the end is waited for that long. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
  private final Stage stage;
  private final Scenario scenario;
  private final Crash crash;
  private final Snapshot reference;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param crash where to crash, or null
   * @param reference the end of a run without a crash, or null if this is it
   */
  Replay(Stage stage, Scenario scenario, Crash crash, Snapshot reference) {
    this.stage = stage;
    this.scenario = scenario;
    this.crash = crash;
    this.reference = reference;
  }

  Outcome play() {
    var start = System.nanoTime();
    var tap = scenario.victim(stage).tap();
    Snapshot end = null;
    var crashed = false;
    try {
      var before = scenario.prepare(stage);
      scenario.setUp(stage);
      tap.arm(crash);
      scenario.act(stage);
      end = awaitEnd(before);
      crashed = tap.fired();
      tap.disarm();
      problems.addAll(tap.faults());
      if (problems.isEmpty()) {
        scenario.cleanUp(stage);
        settle("afterwards", () -> leftBehind(before));
      }
    } catch (ConditionTimeoutException | KubernetesClientException | IllegalStateException e) {
      problems.add(e.toString());
    }
    tap.disarm();
    return new Outcome(scenario, crash, crashed, tap.writes(), List.copyOf(problems), end,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private Snapshot awaitEnd(Snapshot before) {
    settle("the end", () -> unfinished().map(List::of).orElseGet(() -> differences(before)));
    if (!problems.isEmpty() && unfinished().isPresent()) {
      differences(before).forEach(line -> problems.add("the end: " + line));
    }
    return stage.snapshot().alike(stage.namespace());
  }

  /** What is still going on, if anything is. */
  private Optional<String> unfinished() {
    var tap = scenario.victim(stage).tap();
    if (!scenario.isEnded(stage)) {
      return Optional.of("it hasn't come");
    }
    if (tap.fired()) {
      return scenario.isUp(stage) ? Optional.empty() : Optional.of("the process isn't up again");
    }
    return tap.quietNanos() < QUIET_NANOS ? Optional.of("there are still writes") : Optional.empty();
  }

  private List<String> differences(Snapshot before) {
    var now = stage.snapshot();
    var lines = new ArrayList<String>();
    switch (scenario.expectedEnd()) {
      case restored -> {
        lines.addAll(now.same().differences(before));
        now.ours().keySet().stream().filter(name -> !name.startsWith("DevSession/"))
            .forEach(name -> lines.add(name + " is there and shouldn't be"));
      }
      case swapped -> lines.addAll(SwappedState.problems(now.same(), before));
      case deleted -> {
      }
    }
    if (reference != null) {
      lines.addAll(now.alike(stage.namespace()).differences(reference));
    }
    return lines;
  }

  /** What is still there, or not as it was, without any session. */
  private List<String> leftBehind(Snapshot before) {
    var now = stage.snapshot();
    var lines = new ArrayList<String>();
    now.ours().keySet().forEach(name -> lines.add(name + " is still there"));
    if (scenario.expectedEnd() != End.deleted) {
      lines.addAll(now.same().differences(before));
    }
    return lines;
  }

  /** Waits until there are no problems; those that are left at the timeout become problems of this replay. */
  private void settle(String what, Callable<List<String>> wrong) {
    var last = new ArrayList<String>();
    try {
      Patience.await(what).until(() -> {
        last.clear();
        last.addAll(wrong.call());
        return last.isEmpty();
      });
    } catch (ConditionTimeoutException e) {
      last.forEach(line -> problems.add(what + ": " + line));
    }
  }
}
