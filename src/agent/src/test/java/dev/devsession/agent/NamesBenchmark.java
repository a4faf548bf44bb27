package dev.devsession.agent;

import dev.devsession.hosts.names.LoopbackAddresses;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How soon all names by Tunnel stand and answer, in a process of their own against a real API server, and what that
 * process weighs. Argument: how many Services, by default 5000. Needs to be root, as all have port 80.
 */
public final class NamesBenchmark {

  private static final int RUNS = 5;
  private static final long SETTLE_SECONDS = 5;
  /** As the launcher has them. */
  private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
      "-XX:CompileThresholdScaling=5", "-XX:-UsePerfData", "-XX:+UseCompactObjectHeaders", "-Xss512k", "-Xms4m",
      "-Xmx64m", "-Xmn2m", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10", "-XX:-ShrinkHeapInSteps",
      "-XX:TrimNativeHeapInterval=5000", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off");

  private NamesBenchmark() {}

  public static void main(String[] args) throws Exception {
    int services = args.length == 0 ? 5000 : Integer.parseInt(args[0]);
    Path directory = Files.createTempDirectory("names-benchmark");
    System.out.printf("%8s %22s %22s %12s%n", "services", "JVM start to names ms", "start() to names ms", "RSS MiB");
    try (ApiServer api = ApiServer.in(directory); KubernetesClient admin = api.admin()) {
      admin.resource(new NamespaceBuilder().withNewMetadata().withName("bench").endMetadata().build()).create();
      HostsBenchmark.create(admin, 0, services);
      Path kubeconfig = api.writeKubeconfig(directory.resolve("kubeconfig"), "bench");
      for (int i = 0; i < RUNS; i++) {
        measure(kubeconfig, services);
      }
    } finally {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void measure(Path kubeconfig, int services) throws Exception {
    Path hosts = Files.writeString(Files.createTempDirectory(kubeconfig.getParent(), "hosts").resolve("hosts"),
        "127.0.0.1 localhost\n");
    List<String> command = new java.util.ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), NamesProcess.class.getName(),
        kubeconfig.toString(), "bench", hosts.toString(), "Tunnel"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String ready = untilReady(output);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      verify(hosts, services);
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      System.out.printf("%8d %22d %22s %12.1f%n", services, millis, ready.split(" ")[1],
          HostsBenchmark.residentMiB(process.pid()));
      process.destroy();
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String untilReady(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(NamesProcess.READY)) {
        return line;
      }
    }
    throw new IllegalStateException("it ended before the names stood");
  }

  /** All names are in the file, and the first, the middle and the last answer. */
  private static void verify(Path hosts, int services) throws IOException {
    long lines = Files.readString(hosts).lines().filter(line -> line.contains(".svc.cluster.local")).count();
    LoopbackAddresses addresses = new LoopbackAddresses();
    for (int i : new int[]{0, services / 2, services - 1}) {
      Cluster.reachedFrom(addresses.of("service-%05d.bench".formatted(i)), 80);
    }
    if (lines != services) {
      throw new IllegalStateException(lines + " names of " + services);
    }
  }
}
