package dev.devsession.logs.pod;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is worth a line about the pods' containers: each restart, and each reason to wait once. */
public final class PodNews {
  /** While a pod starts, each container waits for one of these; that is no news. */
  private static final Set<String> ON_THE_WAY = Set.of("", "ContainerCreating", "PodInitializing");
  private static final int LONGEST = 300;

  private final Map<String, Integer> restarts = new HashMap<>();
  private final Map<String, Set<String>> said = new HashMap<>();

  /** @param container empty: of the pod as a whole */
  public record Item(String container, String text) {}

  /** What is new since the pod was last seen. */
  public List<Item> of(PodView pod) {
    var news = new ArrayList<Item>();
    if (!pod.unschedulable().isEmpty() && isNew(pod, "", "Unschedulable")) {
      news.add(new Item("", "(waits for a node: " + shortened(pod.unschedulable()) + ")"));
    }
    for (var container : pod.containers()) {
      var before = restarts.put(pod.uid() + "/" + container.name(), container.restarts());
      if (before != null && container.restarts() > before) {
        news.add(new Item(container.name(), restart(container)));
      }
      if (container.state() == ContainerView.State.WAITING && !ON_THE_WAY.contains(container.reason())
          && isNew(pod, container.name(), container.reason())) {
        news.add(new Item(container.name(), "(waits: " + container.reason()
            + (container.message().isEmpty() ? "" : ": " + shortened(container.message())) + ")"));
      }
    }
    return news;
  }

  /** The pod is gone. */
  public void forget(PodView pod) {
    said.remove(pod.uid());
    pod.containers().forEach(c -> restarts.remove(pod.uid() + "/" + c.name()));
  }

  private boolean isNew(PodView pod, String container, String reason) {
    return said.computeIfAbsent(pod.uid(), uid -> new HashSet<>()).add(container + "/" + reason);
  }

  private static String restart(ContainerView container) {
    var exit = container.lastExit().map(e -> ": exit " + e.code()
        + (e.reason().isEmpty() || e.reason().equals("Error") || e.reason().equals("Completed")
            ? ""
            : " " + e.reason()))
        .orElse("");
    return "(container starts again" + exit + ", " + ordinal(container.restarts()) + " time)";
  }

  static String ordinal(int number) {
    return number + (number / 10 % 10 == 1 ? "th" : switch (number % 10) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    });
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
