package dev.devsession.tunnel.carrier.portforward;

import dev.devsession.tunnel.carrier.CarrierException;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Keeps received bytes until the first read request, because the handlers are added only once the channel is open. */
final class ReadGateHandler extends ChannelDuplexHandler {

  /** An event: the far end has ended the connection, perhaps with a reason. */
  record End(Optional<CarrierException> failure) {}

  private final Queue<Object> kept = new ArrayDeque<>();
  private boolean readRequested;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    passOrKeep(ctx, message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof End) {
      passOrKeep(ctx, event);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void passOrKeep(ChannelHandlerContext ctx, Object what) {
    if (readRequested) {
      pass(ctx, what);
    } else {
      kept.add(what);
    }
  }

  private static void pass(ChannelHandlerContext ctx, Object what) {
    if (what instanceof End(var failure)) {
      failure.ifPresent(ctx::fireExceptionCaught);
      ctx.close();
    } else {
      ctx.fireChannelRead(what);
    }
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    passKept(ctx);
    ctx.read();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    passKept(ctx);
    ctx.fireChannelInactive();
  }

  private void passKept(ChannelHandlerContext ctx) {
    readRequested = true;
    if (!kept.isEmpty()) {
      for (Object what; (what = kept.poll()) != null;) {
        pass(ctx, what);
      }
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    kept.forEach(ReferenceCountUtil::release);
    kept.clear();
  }
}
