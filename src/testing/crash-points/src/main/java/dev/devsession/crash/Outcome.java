package dev.devsession.crash;

import dev.devsession.crash.tap.Crash;
import dev.devsession.crash.tap.Write;
import java.time.Duration;
import java.util.List;

/**
 * What came of one replay.
 *
 * @param crash where it was to crash, or null
 * @param crashed whether it came to that
 * @param writes the writes from the scenario's act to its end
 * @param problems what was wrong, one line each
 * @param end the namespace at the end, in the form in which runs are compared
 */
record Outcome(Scenario scenario, Crash crash, boolean crashed, List<Write> writes, List<String> problems, Snapshot end,
    Duration time) {
  boolean passed() {
    return problems.isEmpty();
  }

  /** The write that it crashed at, in words. */
  String where() {
    if (crash == null) {
      return "without a crash";
    }
    return crash + (crash.write() <= writes.size() ? " " + writes.get(crash.write() - 1) : " (not reached)");
  }
}
