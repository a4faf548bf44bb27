package dev.devsession.operator.swap;

import static java.util.stream.Collectors.joining;

import dev.devsession.restore.SharedService;
import dev.devsession.restore.Workload;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Draws the planner from its decisions: from every state that is reached, it executes the step and applies each event,
 * and draws an arrow to the state that the planner then decides on. A state bears the reason of condition Swapped.
 */
final class StateDiagram {
  /** What the operator does, or what happens to it. */
  private record Move(String name, Consumer<Scene> change) {}

  private static final Move STEP = new Move("step", StateDiagram::step);
  private static final Move PROXY_DELETED = new Move("proxy deleted", scene -> {
    scene.proxy = null;
    scene.proxyPods.clear();
    scene.proxyReady = false;
  });
  private static final Move WITHDRAWN = new Move("claim withdrawn", claims());
  private static final Move SERVICE_DELETED = new Move("Service deleted", scene -> scene.service = null);
  private static final List<Move> OF_REPLACE = List.of(new Move("claimed", claims("ada")), WITHDRAWN, PROXY_DELETED,
      SERVICE_DELETED,
      new Move("replicas set by others", scene -> scene.scale(4, "kubectl")),
      new Move("mark removed", StateDiagram::removeMark), new Move("pause over", scene -> scene.now = scene.now.plus(
          DriftPauses.DEFAULT.longest())));
  private static final List<Move> OF_SHARING = List.of(new Move("claimed", unlessDeleted(s -> s.intercept("ada"))),
      new Move("second claim", unlessDeleted(s -> s.intercept("ada", "ben"))), WITHDRAWN, PROXY_DELETED,
      SERVICE_DELETED, new Move("selector set by others", StateDiagram::resetSelector),
      new Move("mark removed", StateDiagram::removeServiceMark), new Move("no proxy ready", s -> s.proxyReady = false),
      new Move("10 s", s -> s.now = s.now.plus(SharedOutage.PATIENCE)),
      new Move("pause over", s -> s.now = s.now.plus(DriftPauses.DEFAULT.longest())));

  private StateDiagram() {}

  /** Of mode Replace, in Mermaid's language. */
  static String ofReplace() {
    return draw(new Scene(), OF_REPLACE);
  }

  /** Of the modes that share the Service. */
  static String ofSharing() {
    var scene = new Scene();
    scene.intercept("ada");
    return draw(scene, OF_SHARING);
  }

  private static String draw(Scene first, List<Move> events) {
    var arrows = new TreeMap<String, Set<String>>();
    var seen = new HashSet<List<Object>>();
    var scenes = new ArrayDeque<>(List.of(first));
    while (!scenes.isEmpty()) {
      var from = scenes.remove();
      var before = from.decide();
      if (before.step() instanceof Step.Finish) {
        arrows.put("  " + before.reason() + " --> [*]", Set.of("Finish"));
        continue;
      }
      for (var move : Stream.concat(Stream.of(STEP), events.stream()).toList()) {
        var scene = from.copy();
        move.change().accept(scene);
        var after = scene.decide();
        if (before.reason() != after.reason()) {
          arrows.computeIfAbsent("  " + before.reason() + " --> " + after.reason(), a -> new TreeSet<>())
              .add(move == STEP ? before.step().getClass().getSimpleName() : "(" + move.name() + ")");
        }
        if (seen.add(fingerprint(scene, after))) {
          scenes.add(scene);
        }
      }
    }
    return "```mermaid\nstateDiagram-v2\n  [*] --> " + first.decide().reason() + "\n"
        + arrows.entrySet().stream().map(a -> a.getKey() + ": " + String.join(", ", a.getValue()))
            .collect(joining("\n"))
        + "\n```\n";
  }

  private static void step(Scene scene) {
    scene.executeStep();
    scene.runControllers();
  }

  private static Consumer<Scene> claims(String... sessions) {
    return unlessDeleted(scene -> scene.claim(sessions));
  }

  private static Consumer<Scene> unlessDeleted(Consumer<Scene> change) {
    return scene -> {
      if (scene.swap.getMetadata().getDeletionTimestamp() == null) {
        change.accept(scene);
      }
    };
  }

  private static void resetSelector(Scene scene) {
    if (scene.service != null && new SharedService(scene.service).isTouched()) {
      scene.select(Map.of("app", "orders"), "kubectl");
    }
  }

  private static void removeServiceMark(Scene scene) {
    if (scene.service != null && new SharedService(scene.service).isTouched()
        && SwapStatuses.present(scene.swap).mark() != null) {
      scene.setServiceMark(null);
    }
  }

  private static void removeMark(Scene scene) {
    if (SwapStatuses.present(scene.swap).mark() != null && Workload.of(scene.orders).replicas() == 0) {
      scene.setMark(null);
    }
  }

  /** Everything in a scene that the planner's decisions depend on; times and counts only as far as they matter. */
  private static List<Object> fingerprint(Scene scene, Decision decision) {
    var status = SwapStatuses.present(scene.swap);
    return List.of(decision.reason(), decision.step().getClass(), scene.swap.getSpec().claims().isEmpty(),
        scene.swap.getMetadata().getDeletionTimestamp() == null, scene.service == null, scene.proxy == null,
        scene.proxyReady, Workload.of(scene.orders).replicas() == 0, Workload.of(scene.orders).markText().isPresent(),
        scene.twin == null, scene.service != null && new SharedService(scene.service).isTouched(),
        scene.service != null && new SharedService(scene.service).markText().isPresent(),
        scene.swap.getSpec().claims().size(), status.sharers() == null ? 0 : status.sharers().size(),
        status.outages() == null ? 0 : Math.min(status.outages().count(), 2), scene.config == null,
        status.mark() == null, status.resets() == null ? 0 : Math.min(status.resets().count(), Drift.LIMIT),
        Set.copyOf(status.conditions().stream().map(c -> c.type() + c.status()).toList()));
  }
}
