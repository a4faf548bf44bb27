package dev.devsession.agent.doctor;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.agent.session.WayFile;
import java.util.List;

/** Which way the connections of sessions take that run on this machine, and why no shorter one. */
final class ConnectionWays {
  private ConnectionWays() {}

  static List<Finding> check(ClusterContext cluster) {
    return new SessionClient(cluster).list(false).path("items").valueStream().map(Session::of)
        .flatMap(s -> WayFile.read(s).map(way -> Finding.good("connections", "session " + s + ": " + way)).stream())
        .toList();
  }
}
