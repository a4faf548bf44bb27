package dev.devsession.tunnel.carrier.portforward;

import dev.devsession.tunnel.carrier.CarrierException;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Holds received bytes back until the first read request, because the handlers are added only once it is open. */
final class ReadGateHandler extends ChannelDuplexHandler {

  /** An event: the far end has ended the connection, and perhaps said why. */
  record End(Optional<CarrierException> failure) {}

  private final Queue<Object> held = new ArrayDeque<>();
  private boolean asked;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    passOrHold(ctx, message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof End) {
      passOrHold(ctx, event);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void passOrHold(ChannelHandlerContext ctx, Object what) {
    if (asked) {
      pass(ctx, what);
    } else {
      held.add(what);
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
    handOver(ctx);
    ctx.read();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handOver(ctx);
    ctx.fireChannelInactive();
  }

  private void handOver(ChannelHandlerContext ctx) {
    asked = true;
    if (!held.isEmpty()) {
      for (Object what; (what = held.poll()) != null;) {
        pass(ctx, what);
      }
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }
}
