package dev.devsession.agent.up;

import dev.devsession.agent.session.Session;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.Arrays;
import java.util.Optional;

/** Decides from a session's spec whether this machine keeps names, and where they lead. */
final class NamesPolicy {
  private NamesPolicy() {}

  /**
   * Where names lead; empty: there are none.
   *
   * @throws AgentException if the spec asks for what this machine can't do
   */
  static Optional<NamesVia> of(Session session, UpSettings choice) {
    return choice.hostsFile().isEmpty() ? Optional.empty() : of(session);
  }

  /** As long as the command line doesn't leave names out. */
  static Optional<NamesVia> of(Session session) {
    if (session.namesVia().isEmpty()) {
      return session.isDirect() ? Optional.empty() : Optional.of(NamesVia.Tunnel);
    }
    var wanted = session.namesVia().get();
    var via = Arrays.stream(NamesVia.values()).filter(v -> v.name().equals(wanted)).findFirst()
        .orElseThrow(() -> refused(session, wanted, "which this devsession doesn't know: install the devsession of the "
            + "operator's version, or leave names out with --no-names"));
    if (via == NamesVia.Tunnel && session.isDirect()) {
      throw refused(session, wanted, "but its transport is Direct, without a tunnel: set spec.names.via to NodePort or "
          + "ClusterIP, or leave names out with --no-names");
    }
    return Optional.of(via);
  }

  private static AgentException refused(Session session, String via, String why) {
    return new AgentException(ExitCode.BAD_INPUT, "session " + session + " has names.via " + via + ", " + why);
  }
}
