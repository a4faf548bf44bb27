package dev.devsession.agent.logs;

import dev.devsession.agent.session.Session;
import dev.devsession.api.v1alpha1.ConditionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says where a Service runs when that changes: its pods are silent while it runs on somebody's machine. */
final class SwapNotes {
  private final Map<String, String> holders = new TreeMap<>();

  /** @param text about the Service, for a line of its own */
  record Note(String service, String text) {}

  /** What is new in a session. */
  List<Note> seen(Session session) {
    var swapped = new TreeMap<String, String>();
    session.services().stream().filter(s -> s.state().equals(ConditionReason.Swapped.name()))
        .forEach(s -> swapped.put(s.name(), machine(session)));
    return change(session.name(), swapped);
  }

  /** The session is gone. */
  List<Note> gone(Session session) {
    return change(session.name(), Map.of());
  }

  private List<Note> change(String session, Map<String, String> swapped) {
    var notes = new ArrayList<Note>();
    swapped.forEach((service, machine) -> {
      if (!session.equals(holders.put(service, session))) {
        notes.add(new Note(service, "(runs on " + machine + ": session " + session + ")"));
      }
    });
    holders.entrySet().removeIf(held -> {
      var over = held.getValue().equals(session) && !swapped.containsKey(held.getKey());
      if (over) {
        notes.add(new Note(held.getKey(), "(runs in the cluster again)"));
      }
      return over;
    });
    return notes;
  }

  /** Such as {@code ada's machine}. */
  static String machine(Session session) {
    return session.madeBy().map(by -> by.replaceFirst("@.*", "")).orElse(session.name()) + "'s machine";
  }
}
