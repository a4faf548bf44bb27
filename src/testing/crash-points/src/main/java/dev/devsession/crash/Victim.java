package dev.devsession.crash;

import dev.devsession.crash.tap.CountingProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the operator's program behind a counting proxy of its own; it is started again after a crash. */
public final class Victim implements AutoCloseable {
  /** Writing the cache of classes is part of it. */
  private static final long END_SECONDS = 180;
  private final String name;
  private final String[] arguments;
  private final OperatorJvm jvm;
  private final Map<String, String> environment;
  private final CountingProxy tap;
  private final int port;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;
  private boolean wanted;

  /** @param arguments of the program; none: the operator itself */
  Victim(String name, String namespace, OperatorJvm jvm, Path kubeconfig, String... arguments) {
    this.name = name;
    this.arguments = arguments;
    this.jvm = jvm;
    tap = new CountingProxy(kubeconfig, this::crash);
    port = freePort();
    environment = new HashMap<>(
        Map.of("WATCH_NAMESPACES", namespace, "POD_NAMESPACE", namespace + "-system", "LEADER_ELECTION",
            "false", "PROXY_IMAGE", jvm.image(), "HTTP_PORT", String.valueOf(port), "KUBECONFIG",
            tap.kubeconfig(jvm.folder().resolve(name + ".kubeconfig")).toString()));
  }

  /** Image of the proxies that it makes. */
  public String image() {
    return jvm.image();
  }

  public CountingProxy tap() {
    return tap;
  }

  /** Starts it, if it isn't running. */
  public synchronized void start() {
    wanted = true;
    if (process == null || !process.isAlive()) {
      process = jvm.start(name, environment, arguments);
    }
  }

  /** Kills it, and doesn't start it again. */
  public synchronized void stop() {
    wanted = false;
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Sends SIGTERM, as Kubernetes does to a pod, and waits until the process has ended. */
  public synchronized void terminate() throws InterruptedException {
    wanted = false;
    process.destroy();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " doesn't end on SIGTERM within " + END_SECONDS + " s");
    }
  }

  private synchronized void crash() {
    process.destroyForcibly().onExit().join();
    if (wanted) {
      process = jvm.start(name, environment, arguments);
    }
  }

  /** The exit code of its last run; -1 while it runs. */
  public synchronized int exit() {
    return process.isAlive() ? -1 : process.exitValue();
  }

  /** Whether it says that it is ready. */
  public boolean isReady() {
    try {
      return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).build(),
          HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
    tap.close();
  }
}
