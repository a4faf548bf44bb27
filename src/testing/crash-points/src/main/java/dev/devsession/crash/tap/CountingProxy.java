package dev.devsession.crash.tap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between one process and the API server: passes on all that comes, counts writes while it is armed, and lets
 * the process crash at one of them.
 */
public final class CountingProxy implements AutoCloseable {
  private final ApiServerConnection upstream;
  private final ServerSocket server;
  private final Runnable kill;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final List<String> faults = new ArrayList<>();
  private final List<Write> writes = new ArrayList<>();
  private boolean armed;
  private Crash crash;
  private boolean fired;
  private long lastWrite = System.nanoTime();

  /**
   * @param kubeconfig leads to the API server
   * @param kill kills the process and returns when it has ended
   */
  public CountingProxy(Path kubeconfig, Runnable kill) {
    this.upstream = new ApiServerConnection(kubeconfig);
    this.kill = kill;
    try {
      server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Writes a kubeconfig that leads through this tap. */
  public Path kubeconfig(Path file) {
    try {
      return Files.writeString(file, """
          apiVersion: v1
          kind: Config
          clusters: [{name: tap, cluster: {server: "http://127.0.0.1:%d"}}]
          users: [{name: user, user: {token: %s}}]
          contexts: [{name: tap, context: {cluster: tap, user: user}}]
          current-context: tap
          """.formatted(server.getLocalPort(), upstream.token()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins to count, from 1. @param crash where the process is to crash, or null */
  public synchronized void arm(Crash crash) {
    this.crash = crash;
    writes.clear();
    faults.clear();
    fired = false;
    armed = true;
  }

  /** Stops counting. */
  public synchronized void disarm() {
    armed = false;
  }

  /** The writes since it was armed. */
  public synchronized List<Write> writes() {
    return List.copyOf(writes);
  }

  /** Writes since it was armed that could have undone another client's, in words. */
  public synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** Whether the process has crashed, or lost its answer, since it was armed. */
  public synchronized boolean fired() {
    return fired;
  }

  /** Nanoseconds since the last write, or since the tap was made. */
  public synchronized long quietNanos() {
    return System.nanoTime() - lastWrite;
  }

  /** What to do with a write. Empty: it is passed on. */
  synchronized Optional<CrashMode> meet(Write write) {
    lastWrite = System.nanoTime();
    if (!armed) {
      return Optional.empty();
    }
    writes.add(write);
    write.fault().ifPresent(faults::add);
    if (crash == null || fired || writes.size() != crash.write()) {
      return Optional.empty();
    }
    fired = true;
    return Optional.of(crash.way());
  }

  /** Ends the process, and with it whatever it has under way. */
  void kill() {
    kill.run();
    connections.forEach(ProxiedConnection::close);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        serve(server.accept());
      } catch (IOException e) {
        // The tap is closed, or a client has hung up before it was served.
      }
    }
  }

  private void serve(Socket client) {
    Thread.ofVirtual().start(() -> {
      try (var connection = new ProxiedConnection(this, client, upstream.connect())) {
        connections.add(connection);
        connection.serve();
        connections.remove(connection);
      } catch (IOException e) {
        // Either end has hung up: as a process does that was killed.
      }
    });
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(ProxiedConnection::close);
  }
}
