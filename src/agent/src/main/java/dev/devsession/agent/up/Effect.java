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

  /** Names can lead to the cluster now: write them. */
  record KeepNames() implements Effect {}

  /** Another pod has taken its place. */
  record PodChanged(Gateway gateway) implements Effect {}

  /** Tell other commands which way connections take. */
  record NoteWay(String way) implements Effect {}

  /** Names of swapped ports lead to this machine directly. */
  record Swapped(Set<LocalPort> ports) implements Effect {}

  /** Run the command. */
  record Begin() implements Effect {}

  /**
   * The end.
   *
   * @param code of the process
   * @param error or null
   * @param occupied whether another machine has taken over the session
   */
  record End(int code, String error, boolean occupied) implements Effect {
    End(int code, String error) {
      this(code, error, false);
    }

    /** Whether another user or program ended the session itself. */
    boolean sessionOver() {
      return error != null && code == ExitCode.ENDED.code();
    }
  }
}
