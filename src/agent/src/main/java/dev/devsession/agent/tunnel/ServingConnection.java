package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An open connection to a gateway's pod. When another pod has taken that one's place it serves on until the cluster's
 * nodes have stopped sending callers to the old pod. Everything happens on its event loop.
 */
final class ServingConnection {
  /** The Deployment deletes the old pod when the new one is ready, and the nodes learn of it: seconds at most. */
  private static final Duration LEAST = Duration.ofSeconds(5);
  /** When the cluster has opened no stream for so long, the nodes are taken to know the new pod. */
  private static final Duration UNSOUGHT = Duration.ofSeconds(2);
  /** The gateway's own drain is shorter. */
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration CHECK = Duration.ofMillis(100);
  private static final String REASON = "the agent has connected to the gateway's new pod";

  private final TunnelConnection connection;
  private final StreamTimes streams;

  ServingConnection(TunnelConnection connection, StreamTimes streams) {
    this.connection = connection;
    this.streams = streams;
  }

  TunnelConnection connection() {
    return connection;
  }

  /** To be called once, when a newer connection is open: closes this one when it isn't needed any more. */
  void closeWhenUnneeded(EventLoop loop) {
    check(loop, loop.ticker().nanoTime());
  }

  private void check(EventLoop loop, long replacedNanos) {
    if (connection.closed().isDone()) {
      return;
    }
    long now = loop.ticker().nanoTime();
    long since = now - replacedNanos;
    var isUnneeded = connection.streams() == 0 && since > LEAST.toNanos()
        && now - streams.lastNanos() > UNSOUGHT.toNanos();
    if (isUnneeded || since > LONGEST.toNanos()) {
      connection.close(REASON);
    } else {
      loop.schedule(() -> check(loop, replacedNanos), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Notes when the cluster last opened a stream. */
  static final class StreamTimes implements StreamConnector {
    private final StreamConnector connector;
    private long lastNanos;

    StreamTimes(StreamConnector connector, long nowNanos) {
      this.connector = connector;
      this.lastNanos = nowNanos;
    }

    @Override
    public Future<SocketChannel> connect(String authority, EventLoop loop) {
      lastNanos = loop.ticker().nanoTime();
      return connector.connect(authority, loop);
    }

    long lastNanos() {
      return lastNanos;
    }
  }
}
