package dev.devsession.proxy.intercept;

import dev.devsession.proxy.callers.CallerAnswer;
import dev.devsession.proxy.metrics.DialFailure;
import dev.devsession.proxy.routes.Target;
import java.time.Duration;

/** Why a machine didn't take a connection, for people. */
final class AwayMessages {

  private AwayMessages() {}

  /** What a gateway's answer means, other than that a program took the connection. */
  static MachineAwayException of(Target machine, CallerAnswer answer) {
    return switch (answer) {
      case NOT_LISTENING -> away(AwayReason.NOT_LISTENING, machine,
          "no program listens on port " + machine.hostPort() + " there; start it");
      case NOT_DECLARED -> away(AwayReason.NOT_DECLARED, machine,
          "the agent there doesn't forward port " + machine.hostPort()
              + "; it may not know the session's latest ports");
      case NO_MACHINE, TAKEN -> away(AwayReason.DISCONNECTED, machine,
          "none is connected to the gateway; connect with devsession up");
    };
  }

  static MachineAwayException unknownAnswer(Target machine, int code) {
    return away(AwayReason.NO_GATEWAY, machine,
        "the gateway gave the answer " + code + ", which this version of the proxy doesn't know");
  }

  /** The gateway has ended the connection without an answer. */
  static MachineAwayException noAnswer(Target machine, Throwable cause) {
    return new MachineAwayException(AwayReason.NO_GATEWAY, text(machine,
        "the gateway ended the connection without an answer: it is stopping, or of a version that gives none"), cause);
  }

  static MachineAwayException silent(Target machine, Duration waited) {
    return away(AwayReason.SILENT, machine, "no answer came within " + waited.toMillis() + " ms");
  }

  /** The program on the machine doesn't speak TLS. */
  static MachineAwayException noTls(Target machine, Throwable cause) {
    return new MachineAwayException(AwayReason.NO_TLS, text(machine,
        "the client speaks TLS, and so must the program there: " + cause.getMessage()), cause);
  }

  /** What the proxy dialed, the machine or its gateway, can't be reached. */
  static MachineAwayException notReached(Target machine, Throwable cause) {
    var failure = DialFailure.of(cause);
    AwayReason reason;
    if (failure == DialFailure.TIMEOUT) {
      reason = AwayReason.SILENT;
    } else if (machine.gateway() != null) {
      reason = AwayReason.NO_GATEWAY;
    } else {
      reason = failure == DialFailure.REFUSED ? AwayReason.NOT_LISTENING : AwayReason.DISCONNECTED;
    }
    return new MachineAwayException(reason, text(machine, cause.getMessage()), cause);
  }

  private static MachineAwayException away(AwayReason reason, Target machine, String why) {
    return new MachineAwayException(reason, text(machine, why));
  }

  private static String text(Target machine, String why) {
    return "no machine took the connection to " + machine + ": " + why;
  }
}
