package dev.devsession.agent.restore;

import dev.devsession.console.Terminal;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.Refusal;
import dev.devsession.restore.ManagedObjects;
import dev.devsession.restore.Mark;
import dev.devsession.restore.RestoreReport;
import dev.devsession.restore.RestoreResult;
import dev.devsession.restore.ScaledDownWorkload;
import dev.devsession.restore.SwitchedService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints what a restore will do and what it did: a line for each workload, one for all the rest, one for each refusal.
 */
public final class RestorePrinter implements RestoreReport {
  private final Terminal terminal;
  private final Set<String> refused = new LinkedHashSet<>();
  private boolean failed;

  public RestorePrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What would be done. */
  public void plan(ManagedObjects found) {
    for (var scaledDown : found.scaledDown()) {
      if (scaledDown.mark() instanceof Mark.Readable mark) {
        terminal.note("would restore", place(scaledDown) + "  to " + replicas(mark.replicas()));
      } else {
        restored(new RestoreResult(scaledDown.workload(), 0, scaledDown.damage() + ". " + ScaledDownWorkload.BY_HAND));
      }
    }
    for (var switched : found.switched()) {
      if (switched.mark().isPresent()) {
        terminal.note("would restore", place(switched) + "  to " + selector(switched));
      } else {
        switchedBack(switched, SwitchedService.BY_HAND);
      }
    }
    var rest = rest(found);
    if (!rest.isEmpty()) {
      terminal.note("would remove", rest);
    }
  }

  /** Says that the other objects are gone. */
  public void removed(ManagedObjects found) {
    var rest = rest(found);
    if (!rest.isEmpty() && !failed) {
      terminal.done("removed", rest);
    }
  }

  /** Says that nothing was found. */
  public void nothing(String where) {
    terminal.done("nothing to do", "no workload that a session scaled to zero, and no other object of DevSession, in "
        + where);
  }

  @Override
  public void restored(RestoreResult restored) {
    if (restored.problem() == null) {
      terminal.done("restored", restored.place() + "  to " + replicas(restored.replicas()));
    } else {
      failed = true;
      terminal.warning("not restored", restored.place() + ": " + restored.problem());
    }
  }

  @Override
  public void switchedBack(SwitchedService switched, String problem) {
    if (problem == null) {
      terminal.done("restored", place(switched) + "  to " + selector(switched));
    } else {
      failed = true;
      terminal.warning("not restored", place(switched) + ": " + problem);
    }
  }

  /** Prints each refusal once: a missing permission often affects many objects. */
  @Override
  public void refused(String what, KubernetesClientException why) {
    failed = true;
    if (refused.add(what)) {
      terminal.warning("refused", Refusal.of(why)
          .map(refusal -> "you (" + refusal.subject().name() + ") may not " + what
              + ": ask an admin to run this, or to grant you that")
          .orElseGet(() -> "the API server refused to " + what + ": " + ApiErrors.message(why)));
    }
  }

  /** Whether something is left. */
  public boolean hasFailed() {
    return failed;
  }

  private static String rest(ManagedObjects found) {
    var proxies = found.proxies().stream().filter(p -> "Deployment".equals(p.getKind())).toList();
    return Stream.of(count(proxies, "proxy", "proxies"), count(found.nodePortServices(), "NodePort Service",
        "NodePort Services"), count(found.sessions(), "session", "sessions"),
        count(found.swaps(), "swap",
            "swaps"))
        .filter(Objects::nonNull).collect(Collectors.joining(", "));
  }

  private static String count(List<? extends HasMetadata> objects, String one, String many) {
    return objects.isEmpty() ? null : objects.size() + " " + (objects.size() == 1 ? one : many);
  }

  private static String place(ScaledDownWorkload scaledDown) {
    return scaledDown.workload().metadata().getNamespace() + "/" + scaledDown.workload().ref();
  }

  private static String place(SwitchedService switched) {
    var metadata = switched.service().getMetadata();
    return metadata.getNamespace() + "/Service/" + metadata.getName();
  }

  private static String selector(SwitchedService switched) {
    return "selector " + switched.mark().orElseThrow().selector().entrySet().stream().map(Object::toString)
        .collect(Collectors.joining(","));
  }

  private static String replicas(int count) {
    return count == 1 ? "1 replica" : count + " replicas";
  }
}
