package dev.devsession.localnet.privileged;

import dev.devsession.localnet.privileged.PrivilegedRequest.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Listens on ports below 1024 and passes each connection on to the agent. One thread accepts for all of them. */
final class LowPorts {

  private static final int BACKLOG = 128;
  private static final long PAUSE_MILLIS = 500;

  private final Map<Relay, ServerSocketChannel> open = new HashMap<>();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private Selector selector;

  /** Starts to listen. */
  void open(Relay relay) throws IOException {
    if (open.containsKey(relay)) {
      return;
    }
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.INET);
    try {
      socket.configureBlocking(false);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(relay.address()), relay.port()), BACKLOG);
      InetSocketAddress agent = new InetSocketAddress(InetAddress.ofLiteral(relay.address()), relay.relayPort());
      onSelector(() -> socket.register(selector, SelectionKey.OP_ACCEPT, agent));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    open.put(relay, socket);
  }

  /** Stops listening; accepted connections stay open. */
  void close(Relay relay) throws IOException {
    ServerSocketChannel socket = open.remove(relay);
    if (socket != null) {
      onSelector(socket::close);
    }
  }

  /** A change that the selector's thread makes between two selects. */
  private interface Task {
    void run() throws IOException;
  }

  private void onSelector(Task task) throws IOException {
    if (selector == null) {
      selector = Selector.open();
      Thread.ofPlatform().daemon().name("low ports").start(this::accept);
    }
    tasks.add(() -> {
      try {
        task.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    selector.wakeup();
  }

  private void accept() {
    while (true) {
      try {
        selector.select(this::accept);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      } catch (IOException | UncheckedIOException e) {
        // One socket failed, or file descriptors ran out: the others continue, and this one is tried again.
        pause();
      }
    }
  }

  private void accept(SelectionKey key) {
    try {
      SocketChannel client = ((ServerSocketChannel) key.channel()).accept();
      if (client != null) {
        LowPortConnection.start(client, (InetSocketAddress) key.attachment());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
