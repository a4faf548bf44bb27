package dev.devsession.bench;

import dev.devsession.bench.Audit.Requests;
import dev.devsession.bench.OperatorProcess.Resident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The measured figures.
 *
 * @param swapped from the first session's creation until all are Ready
 * @param swapping the operator's requests for that
 * @param resident the operator's memory when all are swapped and nothing changes
 * @param later the same after more sessions
 * @param idle its requests while nothing changes
 * @param alone one session's time to Ready in an empty cluster
 * @param among the same among all others
 * @param restarted from the operator's start until all has been reconciled
 * @param restart its requests for that
 * @param fresh its memory then
 * @param restored from the first session's deletion until the last Swap is gone
 * @param left Deployments that aren't as they were
 */
record ScaleResult(Duration swapped, Requests swapping, Resident resident, Resident later, Requests idle, Series alone,
    Series among,
    Duration restarted, Requests restart, Resident fresh, Duration restored, List<String> left) {
  private static final long MAX_RESIDENT_KIB = 256 * 1024;
  private static final double MAX_RATIO = 2;

  double ratio() {
    return among.median() / alone.median();
  }

  /** The bounds that were exceeded. */
  List<String> broken() {
    var broken = new ArrayList<String>();
    if (Math.max(later.peak(), fresh.peak()) > MAX_RESIDENT_KIB) {
      broken.add("the operator takes more than 256 MiB");
    }
    if (idle.writes() > 0) {
      broken.add("the operator writes while nothing happens: " + idle);
    }
    if (ratio() >= MAX_RATIO) {
      broken.add("one more session takes %.1f times as long as one alone".formatted(ratio()));
    }
    if (restart.writes() > 0) {
      broken.add("the operator writes after a restart: " + restart);
    }
    if (!left.isEmpty()) {
      broken.add("not as they were: " + String.join(", ", left));
    }
    return broken;
  }

  String table(Size size) {
    return """
        %,d sessions, %,d Services with a Deployment each, %d namespaces

        | | measured | bound |
        |---|---|---|
        | all sessions applied at once → the last one is Ready | **%.1f s** (%.0f a second) | – |
        | the same: requests | %d: %s | – |
        | operator, resident, all swapped | **%s** | 256 MiB |
        | the same after %d more sessions came and went | %s | 256 MiB |
        | idle for %d s: writes but for the lease | **%d** (requests: %d) | 0 |
        | one more session, apply → Ready | **%s**; alone in the cluster %s: %.2f times | < 2 times |
        | operator restarts → all reconciled | **%.1f s**, %d requests, %d of them writes | 0 writes |
        | the same: which requests | %s | – |
        | the same: resident | %s | 256 MiB |
        | all sessions deleted at once → all restored | **%.1f s**; not as they were: %d | 0 |
        %s""".formatted(size.sessions(), size.services(), size.namespaces(), seconds(swapped),
        size.sessions() / seconds(swapped), swapping.total(), swapping, resident, size.rounds(), later,
        size.idleSeconds(), idle.writes(),
        idle.total(), among, alone, ratio(), seconds(restarted), restart.total(), restart.writes(), restart, fresh,
        seconds(restored), left.size(),
        broken().isEmpty() ? "" : "\nNot kept: " + String.join("; ", broken()) + "\n");
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
