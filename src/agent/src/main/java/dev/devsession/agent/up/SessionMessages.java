package dev.devsession.agent.up;

import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.Session.ServiceState;
import dev.devsession.console.AgentException;
import dev.devsession.console.TerminalLine;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

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

  /** It was deleted, and is gone. */
  static TerminalLine restored(Session last, Duration took) {
    return TerminalLine.done("restored",
        String.format(Locale.ROOT, "%-64s %.1f s", services(last), took.toMillis() / 1000.0)
            .strip());
  }

  /** It was deleted, and isn't gone yet. */
  static TerminalLine stillLeaving(Session last) {
    return TerminalLine.warning("restoring",
        services(last) + ": not restored yet; the operator continues without this command. See  "
            + "kubectl get swaps -n " + last.namespace());
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

  /** It could not be deleted. */
  static TerminalLine notDeleted(Session last, AgentException why) {
    return TerminalLine.warning("not deleted", "session " + last + ": " + why.getMessage()
        + (last.isDirect() ? ". Delete" : ". The originals run again after its grace period; delete")
        + " it with  devsession leave " + last.name() + " -n " + last.namespace());
  }

  private static String services(Session last) {
    return last.wanted().isEmpty()
        ? "nothing was swapped"
        : last.wanted().stream()
            .map(
                w -> w.name() + last.service(w.name()).map(ServiceState::replicas).filter(n -> n > 0).map(n -> " ×" + n)
                    .orElse(""))
            .collect(Collectors.joining(", "));
  }
}
