package dev.devsession.tunnel.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;

/** What the other end sends. */
final class Frames extends Http2FrameAdapter {

  private final Http2End end;

  Frames(Http2End end) {
    this.end = end;
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
    end.ready();
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext context) {
    end.bothReady();
  }

  @Override
  public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int dependency, short weight,
      boolean exclusive, int padding, boolean last) {
    if (end.passage(id) == null) {
      end.asked(id, headers);
    }
    var passage = end.passage(id);
    if (last && passage != null) {
      passage.data(Unpooled.EMPTY_BUFFER, true);
    }
  }

  /** All bytes are given back through the passage, when they are on their way. */
  @Override
  public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean last) {
    end.passage(id).data(data, last);
    return padding;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int id, long errorCode) {
    var passage = end.passage(id);
    if (passage != null) {
      passage.streamReset();
    }
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long sentNanos) {
    end.pinged(sentNanos);
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext context, int lastId, long errorCode, ByteBuf why) {
    end.left(why.isReadable() ? why.toString(StandardCharsets.UTF_8) : "it said nothing more");
  }
}
