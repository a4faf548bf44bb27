package dev.devsession.agent;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a Service's change takes to the hosts file, and what the agent weighs, against a real API server. Arguments:
 * how many Services, by default 20 and 10000. Prints milliseconds from the API server's answer to the line in the file.
 */
public final class HostsBenchmark {

  private static final int CHANGES = 20;
  private static final int CREATORS = 8;
  private static final long SETTLE_SECONDS = 10;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private HostsBenchmark() {}

  public static void main(String[] args) throws Exception {
    List<Integer> sizes = args.length == 0
        ? List.of(20, 10_000)
        : List.of(args).stream().map(Integer::valueOf).toList();
    Path directory = Files.createTempDirectory("hosts-benchmark");
    System.out.printf("%8s %10s %10s %10s %14s %12s%n", "services", "min ms", "median ms", "max ms", "first sync ms",
        "RSS MiB");
    try (ApiServer api = ApiServer.in(directory); KubernetesClient admin = api.admin()) {
      int made = 0;
      admin.resource(new NamespaceBuilder().withNewMetadata().withName("bench").endMetadata().build()).create();
      Path kubeconfig = api.writeKubeconfig(directory.resolve("kubeconfig"), "bench");
      for (int size : sizes) {
        create(admin, made, size);
        made = size;
        measure(admin, kubeconfig, size);
      }
    } finally {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void measure(KubernetesClient admin, Path kubeconfig, int size) throws Exception {
    Path hosts = Files.writeString(Files.createTempDirectory(kubeconfig.getParent(), "hosts").resolve("hosts"),
        "127.0.0.1 localhost\n");
    long start = System.nanoTime();
    try (AgentProcess agent = AgentProcess.start(kubeconfig, hosts, List.of("--via", "ClusterIP"))) {
      awaitLines(hosts, size);
      long firstSync = millisSince(start);
      List<Double> latencies = new ArrayList<>();
      for (int i = 0; i < CHANGES; i++) {
        latencies.add(change(admin, hosts, "change-" + i));
      }
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      latencies.sort(null);
      System.out.printf("%8d %10.1f %10.1f %10.1f %14d %12.1f%n", size, latencies.getFirst(),
          latencies.get(CHANGES / 2),
          latencies.getLast(), firstSync, residentMiB(agent.pid()));
    }
  }

  /** Creates a Service and deletes it again; milliseconds until its name is in the file. */
  private static double change(KubernetesClient admin, Path hosts, String name) throws IOException {
    var service = admin
        .resource(new ServiceBuilder().withNewMetadata().withName(name).withNamespace("bench").endMetadata()
            .withNewSpec().addNewPort().withPort(80).endPort().endSpec().build());
    service.create();
    long answered = System.nanoTime();
    await(() -> Files.readString(hosts).contains(" " + name + " "));
    double millis = (System.nanoTime() - answered) / 1e6;
    service.delete();
    await(() -> !Files.readString(hosts).contains(" " + name + " "));
    return millis;
  }

  static void create(KubernetesClient admin, int from, int to) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CREATORS)) {
      List<Future<?>> created = new ArrayList<>();
      for (int i = from; i < to; i++) {
        String name = "service-%05d".formatted(i);
        created.add(threads.submit(() -> admin.resource(new ServiceBuilder().withNewMetadata().withName(name)
            .withNamespace("bench").addToLabels("app.kubernetes.io/name", name).endMetadata().withNewSpec()
            .addToSelector("app.kubernetes.io/name", name).addNewPort().withName("http").withPort(80).endPort()
            .endSpec()
            .build()).create()));
      }
      for (Future<?> one : created) {
        one.get();
      }
    }
  }

  private static void awaitLines(Path hosts, int services) throws IOException {
    await(
        () -> Files.readString(hosts).lines().filter(line -> line.contains(".svc.cluster.local")).count() == services);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new IllegalStateException("the hosts file did not follow within a minute");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  static double residentMiB(long pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/status")).lines().filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow() / 1024.0;
  }
}
