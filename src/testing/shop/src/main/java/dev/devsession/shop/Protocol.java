package dev.devsession.shop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.flow.FlowControlHandler;
import java.util.List;
import java.util.function.Supplier;

/** Tells by a connection's first bytes whether it is HTTP/2, and makes way for what speaks that. */
final class Protocol extends ByteToMessageDecoder {

  private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

  private static final int MAX_REQUEST_BYTES = 64 * 1024;

  private final Supplier<ChannelHandler> counters;

  /** @param counters makes a handler of whole requests for each connection, or each HTTP/2 stream */
  Protocol(Supplier<ChannelHandler> counters) {
    this.counters = counters;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    var seen = Math.min(in.readableBytes(), PREFACE.readableBytes());
    if (!ByteBufUtil.equals(in, in.readerIndex(), PREFACE, 0, seen)) {
      http1(context.channel());
      context.pipeline().remove(this);
    } else if (seen == PREFACE.readableBytes()) {
      http2(context.channel());
      context.pipeline().remove(this);
    }
  }

  private void http1(Channel connection) {
    connection.config().setAutoRead(false); // one request at a time: the counter asks for the next
    connection.pipeline().addLast(new HttpServerCodec(), new HttpServerKeepAliveHandler(),
        new HttpObjectAggregator(MAX_REQUEST_BYTES), new FlowControlHandler(), counters.get());
  }

  /** Closing it waits for the open streams, however long. */
  private void http2(Channel connection) {
    connection.pipeline().addLast(Http2FrameCodecBuilder.forServer().gracefulShutdownTimeoutMillis(-1).build(),
        new Http2MultiplexHandler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel stream) {
            stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true),
                new HttpObjectAggregator(MAX_REQUEST_BYTES), counters.get());
          }
        }));
  }
}
