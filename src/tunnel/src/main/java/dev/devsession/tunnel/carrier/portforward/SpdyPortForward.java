package dev.devsession.tunnel.carrier.portforward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpClientUpgradeHandler.UpgradeEvent;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Port-forward over SPDY/3.1, {@code portforward.k8s.io}, for one connection: a stream for its bytes and one for an
 * error's text. Kubernetes' ends know no flow control but TCP's.
 */
final class SpdyPortForward extends PortForward {

  private static final int ERROR = 1;
  private static final int DATA = 3;

  private final int port;

  /** @param port of the pod */
  SpdyPortForward(int port, ConnectAttempt attempt) {
    super(attempt, new DataFrames());
    this.port = port;
  }

  /** The header of a data frame: its stream and, in three bytes, its length. */
  private static final class DataFrames implements FrameWriter.Format {
    @Override
    public ByteBuf begin(ByteBufAllocator alloc, int dataLength) {
      return alloc.directBuffer(8 + dataLength).writeInt(DATA).writeInt(dataLength);
    }

    @Override
    public Object finish(ByteBuf frame) {
      return frame;
    }
  }

  /** Skips the codec, which would copy the bytes once more. */
  @Override
  ChannelHandlerContext frameContext(ChannelHandlerContext ctx) {
    return ctx.pipeline().context(SpdyFrameCodec.class);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == UpgradeEvent.UPGRADE_SUCCESSFUL) {
      ctx.write(stream(ERROR, "error"));
      ctx.writeAndFlush(stream(DATA, "data"));
    }
    ctx.fireUserEventTriggered(event);
  }

  private SpdySynStreamFrame stream(int id, String type) {
    SpdySynStreamFrame frame = new DefaultSpdySynStreamFrame(id, 0, (byte) 0);
    frame.headers().set("streamtype", type).set("port", "" + port).set("requestid", "0");
    return frame;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case SpdyDataFrame bytes when bytes.streamId() == DATA -> {
        dataReceived(ctx, bytes.content().retain());
        if (bytes.isLast()) {
          connectionEnded(ctx);
        }
      }
      case SpdyDataFrame why when why.streamId() == ERROR -> errorReceived(text(why.content()));
      case SpdySynReplyFrame accepted when accepted.streamId() == DATA -> portAccepted(ctx);
      case SpdyRstStreamFrame reset when reset.streamId() == DATA -> connectionEnded(ctx);
      case SpdyGoAwayFrame _ -> connectionEnded(ctx);
      case SpdyPingFrame ping when ping.id() % 2 == 0 -> ctx.writeAndFlush(ping);
      default -> {
        // Settings and windows are of no use here.
      }
    }
    ReferenceCountUtil.release(message);
  }
}
