package dev.devsession.agent.up;

import dev.devsession.agent.session.Session.Gateway;
import dev.devsession.agent.sync.LocalPort;
import dev.devsession.console.ExitCode;
import dev.devsession.console.TerminalLine;
import java.util.Set;

/** What follows from an event. */
public sealed interface Effect {
  /** Something to say. */
  record Tell(TerminalLine line) implements Effect {}

  /** The gateway's pod is known: connect. */
  record Connect(Gateway gateway) implements Effect {}

  /** Names have something to lead to: write them. */
  record KeepNames() implements Effect {}

  /** Another pod has taken its place. */
  record PodChanged(Gateway gateway) implements Effect {}

  /** Ports that are swapped lead to this machine directly. */
  record Swapped(Set<LocalPort> ports) implements Effect {}

  /** SessionLoop the command. */
  record Begin() implements Effect {}

  /**
   * The end.
   *
   * @param code of the process
   * @param error or null
   * @param occupied whether the session is another machine's now
   */
  record End(int code, String error, boolean occupied) implements Effect {
    End(int code, String error) {
      this(code, error, false);
    }

    /** Whether somebody else ended the session itself. */
    boolean sessionOver() {
      return error != null && code == ExitCode.ENDED.code();
    }
  }
}
