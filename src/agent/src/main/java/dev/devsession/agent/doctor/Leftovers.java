package dev.devsession.agent.doctor;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.console.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds sessions that a killed {@code devsession up} of this machine left behind. */
final class Leftovers {
  private Leftovers() {}

  static Optional<Finding> check(ClusterContext cluster, String whoIAm, Predicate<Session> inUse) {
    var left = new SessionClient(cluster).list(false).path("items").valueStream().map(Session::of)
        .filter(s -> s.madeBy().filter(whoIAm::equals).isPresent() && !inUse.test(s)).toList();
    return judge(left);
  }

  static Optional<Finding> judge(List<Session> left) {
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(Finding.bad(ExitCode.FAILURE, "sessions", left.stream().map(s -> "session " + s
            + " was left behind by a killed devsession up: run the same command again, or  devsession leave "
            + s.name() + " -n " + s.namespace()).reduce((a, b) -> a + "; " + b).orElseThrow()));
  }
}
