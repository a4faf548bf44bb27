package dev.devsession.bench;

import dev.devsession.e2e.Project;
import dev.devsession.image.ImageProcess;
import dev.devsession.image.UnpackedImage;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The operator as its image runs it: that Java runtime, those options, and the memory limit that the chart sets. */
final class OperatorProcess implements AutoCloseable {
  private static final Pattern METRIC = Pattern.compile("(?m)^(\\w+)(?:\\{.*})? (\\S+)$");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  /** @param log the operator's output is appended to this file */
  OperatorProcess(UnpackedImage image, Path kubeconfig, String namespace, Path log) {
    var command = image.entrypoint().stream()
        .map(word -> word.replaceFirst("(?=/(app|jre)/)", image.root().toString())).toList();
    try {
      port = ImageProcess.unusedPort();
      process = start(command, image.environment(),
          Map.of("KUBECONFIG", kubeconfig.toString(), "POD_NAMESPACE", namespace,
              "PROXY_IMAGE", "devsession.local/proxy", "HTTP_PORT", "" + port, "JDK_JAVA_OPTIONS",
              "-XX:MaxRAM=" + memoryLimit()),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(List<String> command, Map<String, String> images, Map<String, String> ours, Path log)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(images);
    builder.environment().putAll(ours);
    return builder.start();
  }

  /** The limit of the chart's default values, in bytes: in a pod the JVM uses it as the machine's memory. */
  static long memoryLimit() {
    try {
      var values = Serialization.unmarshal(Files.readString(Project.path("helm/devsession/values.yaml")), Map.class);
      var resources = (Map<?, ?>) values.get("resources");
      return Quantity.getAmountInBytes(new Quantity(((Map<?, ?>) resources.get("limits")).get("memory").toString()))
          .longValueExact();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the operator leads and has reconciled every object once. */
  void awaitReconciled(int sessions) {
    Awaitility.await("all reconciled").atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50))
        .until(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("the operator ended with " + process.exitValue());
          }
          return isReady() && isDone("devsession", sessions) && isDone("swap", sessions);
        });
  }

  private boolean isReady() throws InterruptedException {
    return get("/readyz").startsWith("ok");
  }

  private boolean isDone(String controller, int atLeast) throws InterruptedException {
    var metrics = get("/metrics");
    return sum(metrics, "operator_sdk_controllers_execution_reconcile_success_total", controller) >= atLeast
        && sum(metrics, "operator_sdk_reconciliations_queue_size_" + controller, "") == 0
        && sum(metrics, "operator_sdk_reconciliations_executions_" + controller, "") == 0;
  }

  private static double sum(String metrics, String name, String with) {
    return METRIC.matcher(metrics).results().filter(m -> m.group(1).equals(name) && m.group().contains(with))
        .mapToDouble(m -> Double.parseDouble(m.group(2))).sum();
  }

  /** Empty while the operator doesn't answer. */
  private String get(String path) throws InterruptedException {
    try {
      return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    }
  }

  /** Memory in bytes, from the kernel. */
  Resident resident() {
    try {
      var status = Files.readString(Path.of("/proc", "" + process.pid(), "status"));
      return new Resident(kib(status, "VmRSS"), kib(status, "VmHWM"), kib(status, "RssFile"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param now resident set in KiB
   * @param peak the largest resident set so far
   * @param files the part of it that is mapped files
   */
  record Resident(long now, long peak, long files) {
    @Override
    public String toString() {
      return "%d MiB, of which %d MiB are mapped files; at most %d MiB".formatted(now / 1024, files / 1024,
          peak / 1024);
    }
  }

  private static long kib(String status, String name) {
    var matcher = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB$").matcher(status);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + name + " in " + status);
    }
    return Long.parseLong(matcher.group(1));
  }

  /** Stops it as a node does: SIGTERM, then at most 10 s. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(Duration.ofSeconds(10))) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
