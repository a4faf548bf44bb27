package dev.devsession.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Terminates TLS on a client's connection once it is known which protocol is to be spoken inside. */
public final class ClientTls extends SslClientHelloHandler<String> {

  private final SSLContext key;
  private final Function<ClientHello, Future<String>> protocol;
  private final Runnable done;

  private ClientTls(SSLContext key, Function<ClientHello, Future<String>> protocol, Runnable done) {
    this.key = key;
    this.protocol = protocol;
    this.done = done;
  }

  /**
   * Begins TLS on a client's channel, which doesn't read and has no handler of others.
   *
   * @param first what was read on it; taken over
   * @param protocol what to choose of the protocols that the client offers; empty: none
   * @param done is run after the handshake; the channel reads nothing decrypted yet. If the handshake fails, the
   *   channel is closed instead
   */
  public static void start(SocketChannel client, ByteBuf first, SSLContext key,
      Function<ClientHello, Future<String>> protocol, Runnable done) throws Exception {
    var handler = new ClientTls(key, protocol, done);
    client.pipeline().addLast(handler);
    var context = client.pipeline().context(handler);
    handler.channelRead(context, first);
    if (!context.isRemoved()) {
      handler.channelReadComplete(context); // reads on if the message isn't whole
    }
  }

  /** @param clientHello the message without its header; null: what came isn't one */
  @Override
  protected Future<String> lookup(ChannelHandlerContext context, ByteBuf clientHello) throws Exception {
    return clientHello == null
        ? context.executor().newSucceededFuture("")
        : protocol.apply(ClientHello.parse(clientHello));
  }

  @Override
  protected void onLookupComplete(ChannelHandlerContext context, Future<String> chosen) {
    var tls = new SslHandler(engine(chosen.isSuccess() ? chosen.getNow() : ""));
    tls.handshakeFuture().addListener((Future<Channel> handshake) -> {
      if (handshake.isSuccess()) {
        done.run();
      } else {
        context.channel().close();
      }
    });
    DecryptedReads.addTo(context.pipeline(), tls);
    var reading = context.pipeline().context(tls);
    context.pipeline().remove(this); // hands on what it has read
    reading.read();
  }

  private SSLEngine engine(String chosen) {
    var engine = key.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setHandshakeApplicationProtocolSelector((of, offered) -> offered.contains(chosen) ? chosen : "");
    return engine;
  }
}
