package dev.devsession.localnet.privileged;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One connection to a port below 1024 and its counterpart at the agent; a reset on one side resets the other.
 * It copies with blocking sockets instead of a {@code HalfCloseRelay}, so that the process with root rights loads no
 * library.
 */
final class LowPortConnection {

  private static final int BUFFER_BYTES = 16 * 1024;

  private final SocketChannel client;
  private final SocketChannel agent;
  private int ended;

  private LowPortConnection(SocketChannel client, SocketChannel agent) {
    this.client = client;
    this.agent = agent;
  }

  static void start(SocketChannel client, InetSocketAddress target) {
    Thread.ofVirtual().start(() -> {
      try {
        client.configureBlocking(true);
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SocketChannel agent = SocketChannel.open(target);
        agent.setOption(StandardSocketOptions.TCP_NODELAY, true);
        LowPortConnection connection = new LowPortConnection(client, agent);
        Thread.ofVirtual().start(() -> connection.copy(agent, client));
        connection.copy(client, agent);
      } catch (IOException e) {
        reset(client);
      }
    });
  }

  private void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
      directionEnded();
    } catch (IOException e) {
      reset(client);
      reset(agent);
    }
  }

  private synchronized void directionEnded() throws IOException {
    if (++ended == 2) {
      client.close();
      agent.close();
    }
  }

  private static void reset(SocketChannel socket) {
    try {
      if (socket.isOpen()) {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      socket.close();
    } catch (IOException e) {
      // Closed by the other direction.
    }
  }
}
