package dev.devsession.operator.swap;

import static java.util.stream.Collectors.joining;

import dev.devsession.restore.Workload;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
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
  private static final List<Move> EVENTS = List.of(new Move("claimed", claims("ada")),
      new Move("claim withdrawn", claims()), new Move("proxy deleted", scene -> {
        scene.proxy = null;
        scene.proxyPods.clear();
      }), new Move("Service deleted", scene -> scene.service = null),
      new Move("replicas set by others", scene -> scene.scale(4, "kubectl")),
      new Move("mark removed", StateDiagram::removeMark), new Move("pause over", scene -> scene.now = scene.now.plus(
          DriftPauses.DEFAULT.longest())));

  private StateDiagram() {}

  /** A state diagram in Mermaid's language. */
  static String draw() {
    var arrows = new TreeMap<String, Set<String>>();
    var seen = new HashSet<List<Object>>();
    var scenes = new ArrayDeque<>(List.of(new Scene()));
    while (!scenes.isEmpty()) {
      var from = scenes.remove();
      var before = from.decide();
      if (before.step() instanceof Step.Finish) {
        arrows.put("  " + before.reason() + " --> [*]", Set.of("Finish"));
        continue;
      }
      for (var move : Stream.concat(Stream.of(STEP), EVENTS.stream()).toList()) {
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
    return "```mermaid\nstateDiagram-v2\n  [*] --> " + new Scene().decide().reason() + "\n"
        + arrows.entrySet().stream().map(a -> a.getKey() + ": " + String.join(", ", a.getValue()))
            .collect(joining("\n"))
        + "\n```\n";
  }

  private static void step(Scene scene) {
    scene.executeStep();
    scene.runControllers();
  }

  private static Consumer<Scene> claims(String... sessions) {
    return scene -> {
      if (scene.swap.getMetadata().getDeletionTimestamp() == null) {
        scene.claim(sessions);
      }
    };
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
        status.mark() == null, status.resets() == null ? 0 : Math.min(status.resets().count(), Drift.LIMIT),
        Set.copyOf(status.conditions().stream().map(c -> c.type() + c.status()).toList()));
  }
}
