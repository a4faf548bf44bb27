package dev.devsession.tunnel.connection;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.hello.Hello;
import dev.devsession.tunnel.hello.HelloReader;
import dev.devsession.tunnel.hello.HelloRefusedException;
import dev.devsession.tunnel.hello.HelloResponse;
import dev.devsession.tunnel.stream.TunnelConnection;
import dev.devsession.tunnel.stream.TunnelHttp2Handler;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The agent's end of a connection: it speaks first. */
public final class AgentConnection {

  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(5);

  private AgentConnection() {}

  /**
   * Says hello on a carrier's channel and waits until the gateway's HTTP/2 SETTINGS have arrived and it has
   * acknowledged this end's, so the gateway serves callers from then on; for 5 s at most. An
   * exception in the channel's pipeline, such as a {@code CarrierException}, becomes the reason of the failure.
   *
   * @param carrier open and not reading yet; closed when this fails
   * @param connector for the streams that the gateway opens; not used by {@link ConnectionRole#FORWARD}
   * @return fails with a {@code HelloRefusedException} if the gateway refuses this agent, else with the
   * exception of the pipeline
   */
  public static Future<TunnelConnection> open(Channel carrier, ConnectionRole role, Identity identity,
      StreamConnector connector) {
    return open(carrier, new Hello(role, identity), connector, ok -> {});
  }

  /** Likewise. @param accepted gets the gateway's answer before this succeeds */
  public static Future<TunnelConnection> open(Channel carrier, Hello hello, StreamConnector connector,
      Consumer<HelloResponse.Ok> accepted) {
    Promise<TunnelConnection> opened = carrier.eventLoop().newPromise();
    var timeout = carrier.eventLoop().schedule(() -> {
      opened.tryFailure(new IOException("the gateway did not answer within " + OPEN_TIMEOUT.toSeconds() + " s"));
    }, OPEN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    opened.addListener(done -> {
      timeout.cancel(false);
      if (!done.isSuccess()) {
        carrier.close();
      }
    });
    carrier.pipeline().addLast(new GatewayHelloHandler(hello, connector, accepted, opened));
    carrier.config().setAutoRead(true);
    return opened;
  }

  private static final class GatewayHelloHandler extends HelloReader {
    private final Hello hello;
    private final StreamConnector connector;
    private final Consumer<HelloResponse.Ok> accepted;
    private final Promise<TunnelConnection> opened;
    private long sentNanos;

    GatewayHelloHandler(Hello hello, StreamConnector connector, Consumer<HelloResponse.Ok> accepted,
        Promise<TunnelConnection> opened) {
      this.hello = hello;
      this.connector = connector;
      this.accepted = accepted;
      this.opened = opened;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      sentNanos = context.executor().ticker().nanoTime();
      context.writeAndFlush(ByteBufUtil.writeUtf8(context.alloc(), hello.format()));
    }

    @Override
    protected void helloReceived(ChannelHandlerContext context, String head) throws HelloRefusedException {
      switch (HelloResponse.parse(head)) {
        case HelloResponse.Refused(var refusal) -> throw new HelloRefusedException(refusal);
        case HelloResponse.Ok ok -> accepted.accept(ok);
      }
      var roundTrip = Duration.ofNanos(context.executor().ticker().nanoTime() - sentNanos);
      var end = hello.role() == ConnectionRole.FORWARD
          ? TunnelHttp2Handler.openingStreams(roundTrip)
          : TunnelHttp2Handler.acceptingStreams(connector, roundTrip);
      context.pipeline().replace(this, null, end);
      end.whenBothReady().addListener((Future<TunnelConnection> ready) -> {
        if (ready.isSuccess()) {
          opened.trySuccess(ready.getNow());
        } else {
          opened.tryFailure(ready.cause());
        }
      });
    }

    @Override
    protected void helloFailed(ChannelHandlerContext context, Throwable cause) {
      opened.tryFailure(cause);
    }
  }
}
