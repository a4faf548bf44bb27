package dev.devsession.proxy.http1;

import dev.devsession.tunnel.socket.RelayHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;

/** The client's end of a connection. */
final class ClientSocket extends RelayHandler {

  private final Http1Router router;

  ClientSocket(SocketChannel socket, Http1Router router) {
    super(socket);
    this.router = router;
  }

  @Override
  protected void received(ByteBuf bytes) {
    router.fromClient(bytes);
  }

  @Override
  protected void receivedAll() {
    router.flushServer();
  }

  @Override
  protected void writabilityChanged() {
    router.updateReading();
  }

  @Override
  protected void inputEnded() {
    router.clientEnded();
  }

  @Override
  protected boolean closeIfEnded() {
    return router.closeIfEnded();
  }

  @Override
  protected void connectionLost() {
    router.reset();
  }
}
