package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The proxy in a separate process. */
final class ProxyProcess implements AutoCloseable {

  final int port = RunningProxy.freePort();
  final int healthPort = RunningProxy.freePort();
  final Process process;
  private final Path output;

  private ProxyProcess(String routes, List<String> jvmFlags, Map<String, String> env) throws IOException {
    var directory = Files.createTempDirectory("proxy");
    var volume = new ConfigMapVolume(Files.createDirectory(directory.resolve("config")));
    volume.write(routes.replace("PORT", "" + port));
    output = directory.resolve("out");
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), ProxyMain.class.getName()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("DEVSESSION_ROUTES", volume.file().toString());
    builder.environment().put("DEVSESSION_HEALTH_PORT", "" + healthPort);
    builder.environment().putAll(env);
    process = builder.start();
  }

  /** Starts the process and waits until it is ready. */
  static ProxyProcess ready(String routes, List<String> jvmFlags, Map<String, String> env) throws IOException {
    var proxy = new ProxyProcess(routes, jvmFlags, env);
    await().until(() -> !proxy.process.isAlive() || Loopback.accepts(proxy.healthPort));
    assertThat(proxy.process.isAlive()).as(proxy.output()).isTrue();
    assertThat(RunningProxy.health(proxy.healthPort, "/readyz").statusCode()).isEqualTo(200);
    return proxy;
  }

  /** Starts the process and waits until it ended. */
  static ProxyProcess ended(Map<String, String> env) throws Exception {
    var proxy = new ProxyProcess("PORT=127.0.0.1:1", List.of(), env);
    proxy.exitCode();
    return proxy;
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended within 30 s").isTrue();
    return process.exitValue();
  }

  /** Waits until its output contains this text. */
  void awaitOutput(String text) {
    await().until(() -> output().contains(text));
  }

  /** The output so far. */
  String output() {
    try {
      return Files.readString(output).replace("\\\"", "\"");
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
