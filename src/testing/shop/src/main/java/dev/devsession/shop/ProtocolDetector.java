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

/** Detects HTTP/1.1 or HTTP/2 by a connection's first bytes, and replaces itself by the handlers of that protocol. */
final class ProtocolDetector extends ByteToMessageDecoder {

  private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

  private static final int MAX_REQUEST_BYTES = 64 * 1024;

  private final Supplier<ChannelHandler> handlers;

  /** @param handlers creates a handler of whole requests for each connection, or each HTTP/2 stream */
  ProtocolDetector(Supplier<ChannelHandler> handlers) {
    this.handlers = handlers;
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
    connection.config().setAutoRead(false); // one request at a time: the handler reads the next
    connection.pipeline().addLast(new HttpServerCodec(), new HttpServerKeepAliveHandler(),
        new HttpObjectAggregator(MAX_REQUEST_BYTES), new FlowControlHandler(), handlers.get());
  }

  /** Closing the connection waits for the open streams without a limit. */
  private void http2(Channel connection) {
    connection.pipeline().addLast(Http2FrameCodecBuilder.forServer().gracefulShutdownTimeoutMillis(-1).build(),
        new Http2MultiplexHandler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel stream) {
            stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true),
                new HttpObjectAggregator(MAX_REQUEST_BYTES), handlers.get());
          }
        }));
  }
}
