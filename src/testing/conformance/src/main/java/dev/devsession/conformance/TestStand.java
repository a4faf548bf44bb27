package dev.devsession.conformance;

import java.util.Map;

/**
 * Where suites are run.
 *
 * @param original records what the original's raw port gets; machine the same
 * @param ways where each way begins
 * @param whole whether suites run in their long form
 */
public record TestStand(SuitePrograms programs, RecordingServer original, RecordingServer machine,
    Map<Way, ServerPorts> ways, boolean whole) {
  ServerPorts at(Way way) {
    return ways.get(way);
  }
}
