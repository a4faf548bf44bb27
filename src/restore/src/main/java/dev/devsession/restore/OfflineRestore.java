package dev.devsession.restore;

import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.api.v1alpha1.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Restores without an operator: the marks on workloads and Services hold everything that is needed. Then it deletes the
 * proxies, twins, NodePort Services and custom resources. It reports each failure and continues; only the proxy and the
 * Swap of a workload or Service that it could not restore stay.
 */
public final class OfflineRestore {
  /** Long enough for most workloads to start. */
  public static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 10;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
  private final KubernetesClient client;
  private final RestoreReport report;
  private final WorkloadWriter writer;
  private final ServiceWriter services;
  private final Duration patience;

  /** @param patience how long proxies keep answering while workloads start */
  public OfflineRestore(KubernetesClient client, Duration patience, RestoreReport report) {
    this.client = client;
    this.patience = patience;
    this.report = report;
    this.writer = new WorkloadWriter(client);
    this.services = new ServiceWriter(client);
  }

  /** Restores the workloads and the Services, and removes the rest. */
  public void run(ManagedObjects found) {
    found.sessions().forEach(this::release);
    var restored = found.scaledDown().stream().filter(this::restore).toList();
    awaitAvailable(restored);
    resumeScaledObjects(found.namespaces());
    var switchedBack = found.switched().stream().filter(this::switchBack).toList();
    var failed = Stream.concat(
        found.scaledDown().stream().filter(s -> !restored.contains(s)).map(OfflineRestore::swap),
        found.switched().stream().filter(s -> !switchedBack.contains(s))
            .map(s -> place(s.service().getMetadata(), s.service().getMetadata().getName())))
        .toList();
    found.proxies().stream()
        .filter(p -> !failed.contains(place(p.getMetadata(), p.getMetadata().getLabels().get(Labels.SWAP))))
        .forEach(this::delete);
    found.twins().stream()
        .filter(t -> !failed.contains(place(t.getMetadata(), t.getMetadata().getLabels().get(Labels.SWAP))))
        .forEach(this::delete);
    found.nodePortServices().forEach(this::delete);
    found.swaps().stream().filter(s -> !failed.contains(place(s.getMetadata(), s.getMetadata().getName())))
        .forEach(this::release);
  }

  /** Whether the workload is restored, or nothing records what it was. */
  private boolean restore(ScaledDownWorkload scaledDown) {
    var workload = scaledDown.workload();
    return switch (scaledDown.mark()) {
      case Mark.Readable mark -> {
        try {
          restore(workload, mark, ATTEMPTS);
          report.restored(new RestoreResult(workload, mark.replicas(), null));
          yield true;
        } catch (KubernetesClientException e) {
          if (!isAnswer(e)) {
            throw e;
          }
          report.restored(new RestoreResult(workload, mark.replicas(), reason(e)));
          yield false;
        }
      }
      case Mark.Unreadable mark -> {
        report.restored(new RestoreResult(workload, 0, scaledDown.damage() + ". " + ScaledDownWorkload.BY_HAND));
        yield true;
      }
    };
  }

  /** Restores the newest version of the workload: its controllers write too, and each such write causes a conflict. */
  private void restore(Workload workload, Mark.Readable mark, int attempts) {
    try {
      writer.restore(workload, mark);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409 || attempts == 1) {
        throw e;
      }
      var fresh = writer.read(workload.metadata().getNamespace(), workload.ref());
      if (fresh != null && (fresh.mark().isPresent() || fresh.isScaledDownBySwap())) {
        restore(fresh, fresh.mark().orElse(null) instanceof Mark.Readable current ? current : mark, attempts - 1);
      }
    }
  }

  /** Whether the Service has its selector again, or nothing records what it selected. */
  private boolean switchBack(SwitchedService switched) {
    if (switched.mark().isEmpty()) {
      report.switchedBack(switched, SwitchedService.BY_HAND);
      return true;
    }
    try {
      switchBack(switched.service(), switched.mark().get(), ATTEMPTS);
      report.switchedBack(switched, null);
      return true;
    } catch (KubernetesClientException e) {
      if (!isAnswer(e)) {
        throw e;
      }
      report.switchedBack(switched, reason(e));
      return false;
    }
  }

  private void switchBack(Service service, SelectorMark mark, int attempts) {
    try {
      services.restore(service, mark);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409 || attempts == 1) {
        throw e;
      }
      var fresh = new SharedService(services.read(service));
      if (fresh.service() != null && (fresh.markText().isPresent() || fresh.isTouched())) {
        switchBack(fresh.service(), fresh.mark().orElse(mark), attempts - 1);
      }
    }
  }

  /** Returns when all workloads are available, or when patience is over. */
  private void awaitAvailable(List<ScaledDownWorkload> restored) {
    var end = System.nanoTime() + patience.toNanos();
    for (var scaledDown : restored) {
      while (scaledDown.mark() instanceof Mark.Readable && !isAvailable(scaledDown.workload())
          && System.nanoTime() < end) {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  private boolean isAvailable(Workload workload) {
    var now = writer.read(workload.metadata().getNamespace(), workload.ref());
    return now == null || now.ready() >= now.replicas();
  }

  private void resumeScaledObjects(Set<String> namespaces) {
    var scaledObjects = new ScaledObjects(client);
    if (namespaces.isEmpty()) {
      attempt("patch scaledobjects", () -> scaledObjects.resumeAll(null));
    }
    namespaces.forEach(n -> attempt("patch scaledobjects in namespace " + n, () -> scaledObjects.resumeAll(n)));
  }

  private void delete(HasMetadata object) {
    attempt("delete " + HasMetadata.getPlural(object.getClass()) + " in namespace "
        + object.getMetadata().getNamespace(), () -> client.resource(object).delete());
  }

  /** Deletes the object and removes our finalizer, because no operator is there to do so. */
  private void release(HasMetadata object) {
    attempt("delete and patch " + object.getPlural() + " in namespace " + object.getMetadata().getNamespace(), () -> {
      client.resource(object).delete();
      removeFinalizer(object, ATTEMPTS);
    });
  }

  private void removeFinalizer(HasMetadata object, int attempts) {
    var now = client.resource(object).get();
    if (now != null && now.hasFinalizer(ApiNames.FINALIZER)) {
      try {
        Finalizer.patch(client, now);
      } catch (KubernetesClientException e) {
        if (e.getCode() != 409 || attempts == 1) {
          throw e;
        }
        removeFinalizer(object, attempts - 1);
      }
    }
  }

  private void attempt(String what, Runnable step) {
    try {
      step.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        reportRefusal(report, what, e);
      }
    }
  }

  /**
   * @throws KubernetesClientException rethrown if it isn't an answer of the API server: then nothing else would work
   */
  static void reportRefusal(RestoreReport report, String what, KubernetesClientException e) {
    if (!isAnswer(e)) {
      throw e;
    }
    report.refused(what, e);
  }

  private static boolean isAnswer(KubernetesClientException e) {
    return e.getCode() > 0;
  }

  private static String reason(KubernetesClientException e) {
    return e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
  }

  /** The Swap that a workload was scaled to zero for. */
  private static String swap(ScaledDownWorkload scaledDown) {
    return place(scaledDown.workload().metadata(), ((Mark.Readable) scaledDown.mark()).swap());
  }

  private static String place(ObjectMeta metadata, String swap) {
    return metadata.getNamespace() + "/" + swap;
  }
}
