package dev.devsession.crash;

import dev.devsession.crash.tap.Crash;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays scenarios once without a crash and then once for each crash point, on several stages side by side. */
final class CrashPoints {
  private static final int EVERY = 20;
  private final Stages stages;
  private final int lanes;
  private final PrintStream out;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  CrashPoints(Stages stages, int lanes, PrintStream out) {
    this.stages = stages;
    this.lanes = lanes;
    this.out = out;
  }

  /**
   * @param selection which crash points are played
   * @return the outcomes of each scenario, that without a crash first
   */
  List<List<Outcome>> play(List<Scenario> scenarios, Selection selection) throws InterruptedException {
    try (var work = Executors.newFixedThreadPool(lanes)) {
      var references = collect(scenarios.stream().map(s -> work.submit(() -> play(s, null, null))).toList());
      var points = new ArrayList<List<Future<Outcome>>>();
      for (var reference : references) {
        points.add(points(reference, selection).stream()
            .map(p -> work.submit(() -> play(reference.scenario(), p, reference.end()))).toList());
      }
      out.println(points.stream().mapToInt(List::size).sum() + " crash points");
      var all = new ArrayList<List<Outcome>>();
      for (var i = 0; i < references.size(); i++) {
        var outcomes = new ArrayList<>(List.of(references.get(i)));
        outcomes.addAll(collect(points.get(i)));
        all.add(outcomes);
      }
      return all;
    }
  }

  /** None if the run without a crash failed: there is nothing to compare with. */
  private static List<Crash> points(Outcome reference, Selection selection) {
    return reference.passed() ? selection.of(reference.writes()) : List.of();
  }

  private Outcome play(Scenario scenario, Crash crash, Snapshot reference) {
    var stage = stages.acquire(scenario);
    var outcome = new Replay(stage, scenario, crash, reference).play();
    stages.giveBack(stage, outcome.passed());
    report(outcome);
    return outcome;
  }

  private void report(Outcome outcome) {
    var n = done.incrementAndGet();
    if (!outcome.passed()) {
      failed.incrementAndGet();
      out.println("FAILED " + outcome.scenario().name() + ", " + outcome.where() + ":\n  "
          + String.join("\n  ", outcome.problems()));
    } else if (outcome.crash() == null) {
      out.println(outcome.scenario().name() + ": " + outcome.writes().size() + " writes");
    }
    if (n % EVERY == 0) {
      out.println(n + " replays done, " + failed + " failed");
    }
  }

  private static List<Outcome> collect(List<Future<Outcome>> futures) throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (var future : futures) {
      try {
        outcomes.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return outcomes;
  }
}
