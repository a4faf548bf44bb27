package dev.devsession.localnet.loopback;

import dev.devsession.hosts.names.LocalEndpoint;
import dev.devsession.tunnel.socket.SocketOptions;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Accepts the connections of one endpoint. Holds little more than a socket and a selection key, since there may be
 * thousands: a channel of Netty would take several times the memory.
 */
final class LoopbackListener extends NioSelectableChannelIoHandle<ServerSocketChannel> {

  /** Connections that one listener accepts before the loop serves the others. */
  private static final int BURST = 16;
  private static final long PAUSE_MILLIS = 500;

  private final IoEventLoop loop;
  private final ConnectionHandler connections;
  private final Runnable onExhaustion;
  private volatile LocalEndpoint endpoint;
  private IoRegistration registration;

  LoopbackListener(ServerSocketChannel socket, LocalEndpoint endpoint, IoEventLoop loop, ConnectionHandler connections,
      Runnable onExhaustion) {
    super(socket);
    this.endpoint = endpoint;
    this.loop = loop;
    this.connections = connections;
    this.onExhaustion = onExhaustion;
  }

  LocalEndpoint endpoint() {
    return endpoint;
  }

  /** The port on which it listens. */
  int port() throws IOException {
    return ((InetSocketAddress) ((ServerSocketChannel) selectableChannel()).getLocalAddress()).getPort();
  }

  /** Later connections belong to this endpoint. */
  void changeEndpoint(LocalEndpoint other) {
    endpoint = other;
  }

  /** Starts to accept; on the event loop. */
  void start() {
    loop.register(this).addListener(registered -> {
      if (registered.isSuccess()) {
        registration = (IoRegistration) registered.getNow();
        registration.submit(NioIoOps.ACCEPT);
      }
    });
  }

  /** Stops listening; on the event loop. Accepted connections stay open. */
  void stop() {
    if (registration != null) {
      registration.cancel();
    }
    closeSocket();
  }

  @Override
  protected void handle(ServerSocketChannel socket, SelectionKey key) {
    try {
      for (int i = 0; i < BURST; i++) {
        SocketChannel accepted = socket.accept();
        if (accepted == null) {
          return;
        }
        register(accepted);
      }
    } catch (IOException e) {
      pause();
    }
  }

  /** Called when the loop shuts down. */
  @Override
  public void close() {
    closeSocket();
  }

  private void register(SocketChannel accepted) {
    NioSocketChannel client = new NioSocketChannel(accepted);
    SocketOptions.forEach(client.config()::setOption);
    LocalEndpoint through = endpoint;
    EventLoopGroup channels = loop;
    channels.register(client).addListener(registered -> {
      if (registered.isSuccess()) {
        connections.handle(client, through);
      }
    });
  }

  /** Most likely file descriptors ran out: the connection waits in the kernel, and an immediate retry would spin. */
  private void pause() {
    if (!selectableChannel().isOpen()) {
      return;
    }
    onExhaustion.run();
    registration.submit(NioIoOps.NONE);
    loop.schedule(() -> {
      if (selectableChannel().isOpen() && registration.isValid()) {
        registration.submit(NioIoOps.ACCEPT);
      }
    }, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void closeSocket() {
    try {
      selectableChannel().close();
    } catch (IOException e) {
      // It is closed either way.
    }
  }
}
