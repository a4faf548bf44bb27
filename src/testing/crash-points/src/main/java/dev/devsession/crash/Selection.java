package dev.devsession.crash;

import dev.devsession.crash.tap.Crash;
import dev.devsession.crash.tap.CrashMode;
import dev.devsession.crash.tap.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which crash points of a scenario are played. */
sealed interface Selection {
  /** @param writes of the scenario's run without a crash, in order */
  List<Crash> of(List<Write> writes);

  /** How many crash points an upgrade has at most: each needs a namespace that was created before. */
  int ofAnUpgrade();

  /** None: the scenario is played without a crash alone. */
  record None() implements Selection {
    @Override
    public List<Crash> of(List<Write> writes) {
      return List.of();
    }

    @Override
    public int ofAnUpgrade() {
      return 0;
    }
  }

  /** Every write in every way. */
  record All() implements Selection {
    @Override
    public List<Crash> of(List<Write> writes) {
      return IntStream.rangeClosed(1, writes.size()).boxed()
          .flatMap(n -> Stream.of(CrashMode.values()).map(way -> new Crash(n, way))).toList();
    }

    @Override
    public int ofAnUpgrade() {
      return 60;
    }
  }

  /** One, to debug. */
  record One(Crash crash) implements Selection {
    @Override
    public List<Crash> of(List<Write> writes) {
      return List.of(crash);
    }

    @Override
    public int ofAnUpgrade() {
      return 1;
    }
  }

  /**
   * Each kind of write of a scenario once, and each way at least once. Where several scenarios, or one scenario several
   * times, have a kind of write, ways and writes take turns.
   */
  final class EachKind implements Selection {
    private final Map<String, Integer> turns = new HashMap<>();

    @Override
    public List<Crash> of(List<Write> writes) {
      var kinds = new LinkedHashMap<String, List<Integer>>();
      IntStream.rangeClosed(1, writes.size())
          .forEach(n -> kinds.computeIfAbsent(writes.get(n - 1).kind(), k -> new ArrayList<>()).add(n));
      var crashes = new ArrayList<Crash>();
      kinds.forEach((kind, numbers) -> crashes.add(next(kind, numbers)));
      Stream.of(CrashMode.values()).filter(way -> crashes.stream().noneMatch(c -> c.way() == way)).toList()
          .forEach(way -> crashes.add(new Crash(writes.size(), way)));
      return crashes;
    }

    private Crash next(String kind, List<Integer> numbers) {
      var turn = turns.getOrDefault(kind, turns.size()); // so that kinds don't all begin with the same way
      turns.put(kind, turn + 1);
      return new Crash(numbers.get(turn % numbers.size()), CrashMode.values()[turn % CrashMode.values().length]);
    }

    @Override
    public int ofAnUpgrade() {
      return 20;
    }
  }
}
