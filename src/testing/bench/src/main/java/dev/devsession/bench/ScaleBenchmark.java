package dev.devsession.bench;

import dev.devsession.bench.Audit.Requests;
import dev.devsession.e2e.Project;
import dev.devsession.hollow.HollowCluster;
import dev.devsession.image.UnpackedImage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.awaitility.Awaitility;

/**
 * Measures many sessions in a large cluster, whose API server and controllers are real and whose pods only pretend to
 * run. Options are sizes such as {@code sessions=20}, see {@link Size}. Exit code 1 if a bound isn't kept.
 */
public final class ScaleBenchmark implements AutoCloseable {
  private static final int QUIET_SECONDS = 5;
  private final Size size;
  private final Path folder;
  private final Audit audit;
  private final HollowCluster cluster;
  private final KubernetesClient client;
  private final UnpackedImage image;
  private final Path kubeconfig;
  private OperatorProcess operator;

  private ScaleBenchmark(Size size) throws IOException, InterruptedException {
    this.size = size;
    folder = Files.createTempDirectory("scale");
    image = UnpackedImage.of(Project.path("operator/target/image.tar"), folder.resolve("image"));
    audit = new Audit(folder, OperatorAccount.USER);
    cluster = HollowCluster.start(audit.apiServerFlags(), Project.path("crds/yaml/devsessions.devsession.dev.yaml"),
        Project.path("crds/yaml/swaps.devsession.dev.yaml"));
    client = cluster.client();
    kubeconfig = OperatorAccount.create(client, folder);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    var size = Size.of(args);
    var machine = MachineDescription.describe();
    var result = run(size);
    System.out.println(result.table(size));
    System.out.println();
    System.out.println(machine);
    System.exit(result.broken().isEmpty() ? 0 : 1);
  }

  static ScaleResult run(Size size) throws IOException, InterruptedException {
    try (var benchmark = new ScaleBenchmark(size)) {
      return benchmark.measure();
    }
  }

  private ScaleResult measure() {
    start();
    var crowd = new Crowd(client, size);
    var oneMore = new SingleSession(client, crowd);
    var alone = oneMore.measure(size.rounds());
    crowd.deploy();
    var before = audit.now();
    var swapped = time(crowd::swapAll);
    awaitQuiet();
    var swapping = audit.since(before);
    var resident = operator.resident();
    var idle = idle();
    var among = oneMore.measure(size.rounds());

    awaitQuiet();
    var peak = operator.resident();
    before = audit.now();
    operator.close();
    var restarted = time(this::start);
    awaitQuiet();
    var requests = audit.since(before);
    var fresh = operator.resident();
    var restored = time(crowd::restoreAll);
    return new ScaleResult(swapped, swapping, resident, peak, idle, alone, among, restarted, requests, fresh, restored,
        crowd.left());
  }

  private void start() {
    operator = new OperatorProcess(image, kubeconfig, OperatorAccount.NAMESPACE, folder.resolve("operator.log"));
    operator.awaitReconciled(client.resources(dev.devsession.api.v1alpha1.DevSession.class).inAnyNamespace().list()
        .getItems().size());
  }

  /** Requests in a period without changes. */
  private Requests idle() {
    var start = audit.now();
    pass(Duration.ofSeconds(size.idleSeconds()));
    return audit.since(start);
  }

  /** Returns when the operator has sent no requests for a while. */
  private void awaitQuiet() {
    Awaitility.await("quiet").atMost(Duration.ofMinutes(5)).until(() -> {
      var start = audit.now();
      pass(Duration.ofSeconds(Math.min(QUIET_SECONDS, size.idleSeconds())));
      return audit.since(start).total() == 0;
    });
  }

  private static void pass(Duration time) {
    var end = Instant.now().plus(time);
    Awaitility.await().atMost(time.plusSeconds(10)).pollInterval(Duration.ofMillis(100))
        .until(() -> Instant.now().isAfter(end));
  }

  private static Duration time(Runnable work) {
    var begin = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Override
  public void close() throws IOException {
    if (operator != null) {
      operator.close();
    }
    cluster.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
