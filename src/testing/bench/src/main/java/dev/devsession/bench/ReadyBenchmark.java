package dev.devsession.bench;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.e2e.DeployedShop;
import dev.devsession.e2e.Installation;
import dev.devsession.e2e.LocalProcess;
import dev.devsession.e2e.ManifestText;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long {@code kubectl apply} and {@code kubectl wait --for=condition=Ready} take together, twenty times, and which
 * part of it Kubernetes spends in starting the proxy's pod. Two kinds of original: one that exits immediately, and one
 * that serves for a second after SIGTERM, as it should; Ready waits until the pod of either is gone.
 */
public final class ReadyBenchmark {
  private static final int ROUNDS = 20;
  private final Installation installation;
  private final AtomicLong created = new AtomicLong();
  private final AtomicLong started = new AtomicLong();

  private ReadyBenchmark(Installation installation) {
    this.installation = installation;
  }

  public static void main(String[] args) throws IOException {
    var installation = Installation.find().orElseThrow(() -> new IllegalStateException("no cluster can be had here"));
    var benchmark = new ReadyBenchmark(installation);
    System.out.println(
        "| the original ends | apply → Ready | until the pod is created | Kubernetes starts the pod | the original "
            + "goes |");
    System.out.println("|---|---|---|---|---|");
    for (var delay : new int[]{0, 1000}) {
      benchmark.measure(delay);
    }
    System.out.printf("%nMedian (least–greatest) of %d; Kubernetes %s, %d processors.%n", ROUNDS,
        installation.client.getKubernetesVersion().getGitVersion(), Runtime.getRuntime().availableProcessors());
  }

  private void measure(int delayMillis) throws IOException {
    var total = new Series();
    var before = new Series();
    var pod = new Series();
    var after = new Series();
    try (var local = new LocalProcess();
        var shop = DeployedShop.deploy(installation, "bench-" + delayMillis,
            yaml -> ManifestText.withdrawing(DeployedShop.service("orders"), delayMillis))) {
      var file = Files.createTempFile("session", ".yaml");
      Files.writeString(file,
          "apiVersion: devsession.dev/v1alpha1\nkind: DevSession\nmetadata: {name: ada, namespace: " + shop.namespace
              + "}\nspec: {services: [{name: orders, ports: [{hostPort: " + local.port()
              + "}]}], transport: {type: Direct, hostAddress: "
              + installation.cluster.hostAddress() + "}}\n");
      try (var _ = installation.client.pods().inNamespace(shop.namespace).withLabel(Labels.SWAP)
          .watch(new PodTimes())) {
        for (var i = 0; i < ROUNDS; i++) {
          created.set(0);
          started.set(0);
          var begin = System.nanoTime();
          installation.cluster.kubectl("apply", "-f", file);
          installation.cluster.kubectl("wait", "--for=condition=Ready", "devsession/ada", "-n", shop.namespace,
              "--timeout=60s");
          var end = System.nanoTime();
          total.add(begin, end);
          before.add(begin, created.get());
          pod.add(created.get(), started.get());
          after.add(started.get(), end);
          var session = installation.client.resources(DevSession.class).inNamespace(shop.namespace).withName("ada");
          session.delete();
          session.waitUntilCondition(s -> s == null, DeployedShop.PATIENCE, TimeUnit.SECONDS);
          shop.awaitAvailable();
          shop.awaitNoProxies();
        }
      }
      Files.delete(file);
    }
    System.out.printf("| %s | **%s** | %s | %s | %s |%n",
        delayMillis == 0 ? "immediately" : delayMillis + " ms after SIGTERM", total, before, pod, after);
  }

  /** When the proxy's pod was first seen, and first seen Ready. */
  private final class PodTimes implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      var now = System.nanoTime();
      if (action == Action.ADDED) {
        created.set(now);
      } else if (started.get() == 0 && pod.getMetadata().getDeletionTimestamp() == null
          && pod.getStatus().getConditions().stream()
              .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"))) {
        started.set(now);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      System.err.println("watch ended: " + cause.getMessage());
    }
  }
}
