package dev.devsession.bench.tunnel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.awaitility.Awaitility;

/** An address where a process listens. */
record HostAndPort(String host, int port) {

  static HostAndPort local(int port) {
    return new HostAndPort("127.0.0.1", port);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  /**
   * Returns once a connection is accepted here.
   *
   * @throws IllegalStateException if the process ends instead; null if there is none to watch
   */
  void await(Process process) {
    Awaitility.await("a listener at " + this).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50))
        .until(() -> {
          if (process != null && !process.isAlive()) {
            throw new IllegalStateException("it ended with " + process.exitValue() + " and listens not at " + this);
          }
          return accepts();
        });
  }

  private boolean accepts() {
    try (var socket = new Socket()) {
      socket.connect(address(), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
