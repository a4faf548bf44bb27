package dev.devsession.tunnel.connection;

import dev.devsession.tunnel.Dial;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.Role;
import dev.devsession.tunnel.hello.Answer;
import dev.devsession.tunnel.hello.HeadReader;
import dev.devsession.tunnel.hello.Hello;
import dev.devsession.tunnel.hello.RefusedException;
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

/** The agent's end of a connection: it speaks first. */
public final class AgentConnection {

  private static final Duration OPENING = Duration.ofSeconds(5);

  private AgentConnection() {}

  /**
   * Says hello on a carrier's channel and waits until the gateway's HTTP/2 SETTINGS have arrived and it has acknowledged
   * this end's, so that from then on it takes callers; for 5 s at most. An
   * exception in the channel's pipeline, such as a {@code CarrierException}, becomes the reason of the failure.
   *
   * @param carrier open and not reading yet; closed when this fails
   * @param dial for the streams that the gateway opens; not used by {@link Role#FORWARD}
   * @return fails with a {@code RefusedException} if the gateway doesn't want this agent, else with what was thrown
   */
  public static Future<TunnelConnection> open(Channel carrier, Role role, Identity identity, Dial dial) {
    Promise<TunnelConnection> opened = carrier.eventLoop().newPromise();
    var timeout = carrier.eventLoop().schedule(() -> {
      opened.tryFailure(new IOException("the gateway did not answer within " + OPENING.toSeconds() + " s"));
    }, OPENING.toMillis(), TimeUnit.MILLISECONDS);
    opened.addListener(done -> {
      timeout.cancel(false);
      if (!done.isSuccess()) {
        carrier.close();
      }
    });
    carrier.pipeline().addLast(new Asking(new Hello(role, identity), dial, opened));
    carrier.config().setAutoRead(true);
    return opened;
  }

  private static final class Asking extends HeadReader {
    private final Hello hello;
    private final Dial dial;
    private final Promise<TunnelConnection> opened;
    private long askedNanos;

    Asking(Hello hello, Dial dial, Promise<TunnelConnection> opened) {
      this.hello = hello;
      this.dial = dial;
      this.opened = opened;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      askedNanos = context.executor().ticker().nanoTime();
      context.writeAndFlush(ByteBufUtil.writeUtf8(context.alloc(), hello.format()));
    }

    @Override
    protected void read(ChannelHandlerContext context, String head) throws RefusedException {
      if (Answer.parse(head) instanceof Answer.Refused(var refusal)) {
        throw new RefusedException(refusal);
      }
      var roundTrip = Duration.ofNanos(context.executor().ticker().nanoTime() - askedNanos);
      var end = hello.role() == Role.FORWARD
          ? TunnelHttp2Handler.opening(roundTrip)
          : TunnelHttp2Handler.dialing(dial, roundTrip);
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
    protected void failed(ChannelHandlerContext context, Throwable cause) {
      opened.tryFailure(cause);
    }
  }
}
