package dev.devsession.conformance;

import java.util.Map;

/**
 * Where suites are run.
 *
 * @param original records what the original's raw port gets; machine the same
 * @param ways where each way begins
 * @param relayed whether bytes reach the recorders through a further hop, so that those of a case may come so late that
 *          they are taken for those of the next
 * @param whole whether suites run in their long form
 */
public record TestStand(SuitePrograms programs, RecordingServer original, RecordingServer machine,
    Map<Way, ServerPorts> ways, boolean relayed, boolean whole) {
  ServerPorts at(Way way) {
    return ways.get(way);
  }
}
