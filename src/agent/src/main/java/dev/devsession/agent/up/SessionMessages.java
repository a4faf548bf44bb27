package dev.devsession.agent.up;

import dev.devsession.agent.session.Session;
import dev.devsession.console.AgentException;
import dev.devsession.console.TerminalLine;

/** What is printed about a session at the beginning and the end of a run. */
final class SessionMessages {
  private SessionMessages() {}

  /** What is said at the beginning, and with it how it will end. */
  static String heading(Plan plan, Session session, String context) {
    var fate = switch (plan) {
      case Plan.Own(_, var leftover) -> leftover
          ? "left behind by a killed devsession up; deleted on exit"
          : "created; deleted again on exit";
      case Plan.Update _ -> "found and updated; stays on exit";
      case Plan.Join _ -> "found; stays on exit";
    };
    return String.format("%-60s (%s)", "session " + session + " on " + context, fate);
  }

  /** It was deleted, and isn't gone yet. */
  static TerminalLine stillLeaving(Session last, Restoration restoration) {
    return TerminalLine.warning("restoring",
        (restoration.isEmpty() ? "session " + last : restoration.services())
            + ": not restored yet; the operator continues without this command. See  "
            + "kubectl get swaps -n " + last.namespace());
  }

  /** The user doesn't wait for its end. */
  static TerminalLine leftEarly(Session last, boolean restored) {
    return TerminalLine.warning("left early", "the operator ends session " + last + " without this command. "
        + (restored ? "Connections" : "Until the originals answer, new connections and those")
        + " that callers still have to this machine are reset");
  }

  /** It stays. */
  static TerminalLine disconnected(Session last) {
    return TerminalLine.done("disconnected", "session " + last + " stays" + (last.isDirect()
        ? ""
        : "; the originals run again after its grace period"));
  }

  /** It would have been deleted, but another machine has it now. */
  static TerminalLine occupied(Session last) {
    return TerminalLine.warning("not deleted",
        "session " + last + ": another machine has taken it over. Once that is finished, delete it "
            + "with  devsession leave " + last.name() + " -n " + last.namespace());
  }

  /** It can't be deleted now: what stays, and until when. */
  static TerminalLine unreachable(Session last, String server) {
    return TerminalLine.warning("not deleted", "the API server " + server + " doesn't answer. If that lasts, session "
        + last + " stays" + last.expiresAt().map(at -> " until " + at + " at the latest").orElse("")
        + (last.isDirect()
            ? ". "
            : last.holds()
                ? ", and its originals stay scaled to zero until then, because disconnect.action is Hold. "
                : "; the originals run again by themselves, " + last.graceSeconds()
                    + " s after the gateway has lost this machine. ")
        + "End it later with  devsession leave " + last.name() + " -n " + last.namespace());
  }

  /** Its namespace is deleted, and with it the originals. */
  static String namespaceEnds(Session last) {
    return "namespace " + last.namespace() + " is being deleted, and session " + last + " and all services with it";
  }

  /** It could not be deleted. */
  static TerminalLine notDeleted(Session last, AgentException why) {
    return TerminalLine.warning("not deleted", "session " + last + ": " + why.getMessage()
        + (last.isDirect() ? ". Delete" : ". The originals run again after its grace period; delete")
        + " it with  devsession leave " + last.name() + " -n " + last.namespace());
  }
}
