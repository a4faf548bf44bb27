package dev.devsession.shop;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;

/** A long answer of numbered lines, one every 20 ms, in which a lost or doubled line is visible. */
final class LineStream implements Runnable {

  private static final int PERIOD_MS = 20;

  private final ChannelHandlerContext context;

  private final int count;

  private final String by;

  private final ChannelPromise done;

  private int next;

  private LineStream(ChannelHandlerContext context, int count, String by) {
    this.context = context;
    this.count = count;
    this.by = by;
    done = context.newPromise();
  }

  /** Writes {@code 0 BY} up to {@code count-1 BY}, and the end of the body. */
  static ChannelPromise write(ChannelHandlerContext context, int count, String by) {
    var lines = new LineStream(context, count, by);
    lines.run();
    return lines.done;
  }

  @Override
  public void run() {
    if (next == count || !context.channel().isActive()) {
      context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, done);
      return;
    }
    context.writeAndFlush(new DefaultHttpContent(ByteBufUtil.writeUtf8(context.alloc(), next++ + " " + by + "\n")));
    context.executor().schedule(this, PERIOD_MS, TimeUnit.MILLISECONDS);
  }
}
