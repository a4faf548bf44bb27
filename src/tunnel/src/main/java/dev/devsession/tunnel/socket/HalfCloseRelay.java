package dev.devsession.tunnel.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;

/**
 * Joins two sockets of one event loop: the bytes that one reads the other writes, the FIN of one becomes the FIN of
 * the other after everything before it, and a reset of one is a reset of both. A socket that closes in any way but by
 * both FINs counts as reset. Neither reads faster than the other writes, so each holds at most its share of the
 * {@link BufferBudget} and one read.
 */
public final class HalfCloseRelay {

  /** Lets the relay's owner see and change the bytes that pass. */
  public interface Traffic {
    /** Takes over bytes that the client sent, and returns those that the target gets. */
    default ByteBuf fromClient(ByteBuf bytes) {
      return bytes;
    }

    /** Takes over bytes that the target sent, and returns those that the client gets. */
    default ByteBuf fromTarget(ByteBuf bytes) {
      return bytes;
    }

    /** Both sockets are closed or about to be. */
    default void relayClosed() {}
  }

  private final Traffic traffic;
  private final Side client;
  private final Side target;
  private boolean closed;

  /** Takes over two connected sockets that don't read yet. */
  public HalfCloseRelay(SocketChannel client, SocketChannel target, Traffic traffic) {
    this.traffic = traffic;
    this.client = new Side(client);
    this.target = new Side(target);
    client.pipeline().addLast(this.client);
    target.pipeline().addLast(this.target);
  }

  /** Joins two connected sockets that don't read yet, and passes all bytes on unchanged. */
  public static void join(SocketChannel client, SocketChannel target) {
    new HalfCloseRelay(client, target, new Traffic() {}).start();
  }

  /** Starts to read on both sides; resets both if one is closed already. */
  public void start() {
    if (client.isActive() && target.isActive()) {
      client.setReading(true);
      target.setReading(true);
    } else {
      reset();
    }
  }

  /** Takes over bytes of the owner and sends them to the client. */
  public void sendToClient(ByteBuf bytes) {
    client.send(bytes);
  }

  /** Takes over bytes of the owner and sends them to the target. */
  public void sendToTarget(ByteBuf bytes) {
    target.send(bytes);
  }

  /** Whether no bytes wait to be written in either direction. */
  public boolean isWritable() {
    return client.isWritable() && target.isWritable();
  }

  /** Sends FIN both ways after everything that was written. */
  public void finish() {
    client.finish();
    target.finish();
  }

  /** Resets both sides immediately. Does nothing once the relay is closed. */
  public void reset() {
    if (!closed) {
      markClosed();
      client.reset();
      target.reset();
    }
  }

  private boolean closeIfEnded() {
    if (closed || !client.hasEnded() || !target.hasEnded()) {
      return false;
    }
    markClosed();
    client.close();
    target.close();
    return true;
  }

  private void markClosed() {
    closed = true;
    traffic.relayClosed();
  }

  private final class Side extends RelayHandler {

    private Side(SocketChannel socket) {
      super(socket);
    }

    private Side other() {
      return this == client ? target : client;
    }

    private boolean isActive() {
      return socket.isActive();
    }

    @Override
    protected void received(ByteBuf bytes) {
      if (this == client) {
        target.write(traffic.fromClient(bytes));
      } else {
        client.write(traffic.fromTarget(bytes));
      }
    }

    @Override
    protected void receivedAll() {
      other().flush();
    }

    @Override
    protected void writabilityChanged() {
      other().setReading(isWritable());
    }

    @Override
    protected void inputEnded() {
      if (!closed) {
        other().finish();
        HalfCloseRelay.this.closeIfEnded();
      }
    }

    @Override
    protected boolean closeIfEnded() {
      return HalfCloseRelay.this.closeIfEnded();
    }

    @Override
    protected void connectionLost() {
      HalfCloseRelay.this.reset();
    }
  }
}
