package dev.devsession.proxy.http2;

import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.relay.ClientConnection;
import dev.devsession.proxy.relay.RelayRegistry;
import dev.devsession.proxy.routes.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * A client's HTTP/2 connection, each of whose requests is answered by the server that the routes name when it comes.
 *
 * <p>
 * To end it in order the client gets GOAWAY twice (RFC 9113, 6.8): first one that refuses nothing, and once the client
 * has read it, which a PING shows, one with the last stream that it has opened.
 */
public final class Http2Router implements ClientConnection, Http2Peer.Events {

  private final InterceptedPort port;
  private final RelayRegistry connections;
  private final UpstreamLinks links;
  private final HeldMemory memory = new HeldMemory();
  private final Http2Peer peer = Http2PeerBuilder.towardsClient(this);
  private boolean closeRequested;
  private long closeRequestedNanos;
  private boolean lastGoAwaySent;
  private boolean over;

  private Http2Router(SocketChannel client, InterceptedPort port, RelayRegistry connections) {
    this.port = port;
    this.connections = connections;
    links = new UpstreamLinks(port, client.eventLoop(), this::close);
  }

  /**
   * Takes over a client's channel.
   *
   * @param client doesn't read, and has no handler of others
   * @param first what it has read, at least the beginning of HTTP/2's preface; taken over
   */
  public static void start(SocketChannel client, ByteBuf first, InterceptedPort port, RelayRegistry connections)
      throws Exception {
    if (!client.isActive()) {
      first.release();
      return;
    }
    var router = new Http2Router(client, port, connections);
    connections.add(router);
    router.peer.start(client);
    router.peer.channelRead(router.peer.context(), first);
    router.peer.channelReadComplete(router.peer.context());
    if (client.isInputShutdown()) {
      router.close(); // the end came with the first bytes, and doesn't come again
    }
  }

  @Override
  public void requestReceived(Leg client, Http2Headers head, boolean last) {
    links.send(new Exchange(client, memory, head, last), head, last);
  }

  @Override
  public void leave(Target gateway) {
    links.leave(gateway);
  }

  @Override
  public boolean isOf(Object route) {
    return port.listening() == route;
  }

  @Override
  public void requestClose(long sinceNanos) {
    closeRequestedNanos = sinceNanos;
    if (!closeRequested && !over) {
      closeRequested = true;
      peer.sendGoAway(Integer.MAX_VALUE);
      peer.sendPing();
    }
  }

  @Override
  public void pongReceived() {
    if (closeRequested) {
      sendLastGoAway();
    }
  }

  private void sendLastGoAway() {
    if (!lastGoAwaySent) {
      lastGoAwaySent = true;
      peer.sendGoAway(Math.max(0, peer.connection().remote().lastStreamCreated()));
      closeIfUnused();
    }
  }

  private void closeIfUnused() {
    if (lastGoAwaySent && !over && peer.openStreams() == 0) {
      peer.finish();
    }
  }

  @Override
  public void streamClosed() {
    if (lastGoAwaySent) {
      peer.context().executor().execute(this::closeIfUnused);
    }
  }

  @Override
  public boolean finishIfIdle(long withdrawNanos, long drainNanos) {
    long since = System.nanoTime() - closeRequestedNanos - withdrawNanos;
    if (since >= 0) {
      sendLastGoAway();
    }
    return since >= drainNanos;
  }

  @Override
  public boolean isKnownIdle(long withdrawNanos) {
    return closeRequested && System.nanoTime() - closeRequestedNanos >= withdrawNanos && peer.openStreams() == 0;
  }

  @Override
  public void reset() {
    peer.reset();
  }

  /** Ends the connection without an answer to what is open. */
  private void close() {
    peer.finish();
  }

  @Override
  public void connectionLost(boolean broken) {
    if (!over) {
      over = true;
      connections.remove(this);
      peer.openLegs().forEach(leg -> leg.exchange().clientLost());
      links.abandon();
    }
  }
}
