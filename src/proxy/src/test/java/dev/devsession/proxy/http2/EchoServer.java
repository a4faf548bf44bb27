package dev.devsession.proxy.http2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;

/**
 * Sends back what comes on each stream as it comes, with its name in the head and a status in the trailers. It reads no
 * more of a stream than has been sent back.
 */
final class EchoServer implements AutoCloseable {

  private final String name;
  private final Channel listening;

  EchoServer(String name, Http2Settings settings) throws Exception {
    this.name = name;
    listening = FrameServer.listen(socket -> socket.pipeline()
        .addLast(Http2FrameCodecBuilder.forServer().initialSettings(settings).build(), new Echo()));
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
  }

  private final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      switch (frame) {
        case Http2HeadersFrame head when head.headers().method() != null -> {
          var answer = FrameEnd.status(200, "by", name);
          context.write(new DefaultHttp2HeadersFrame(answer).stream(head.stream()));
          end(context, head.stream(), head.isEndStream());
        }
        case Http2HeadersFrame trailers -> end(context, trailers.stream(), true);
        case Http2DataFrame data -> echo(context, data);
        default -> ReferenceCountUtil.release(frame);
      }
    }

    private void echo(ChannelHandlerContext context, Http2DataFrame data) {
      int bytes = data.initialFlowControlledBytes();
      var stream = data.stream();
      context.write(new DefaultHttp2DataFrame(data.content()).stream(stream)).addListener(sent -> {
        if (sent.isSuccess()) {
          context.writeAndFlush(new DefaultHttp2WindowUpdateFrame(bytes).stream(stream));
        }
      });
      end(context, stream, data.isEndStream());
    }

    private void end(ChannelHandlerContext context, Http2FrameStream stream, boolean ended) {
      if (ended) {
        context.write(new DefaultHttp2HeadersFrame(FrameEnd.fields("grpc-status", "0"), true).stream(stream));
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The stream or the connection has ended meanwhile.
    }
  }
}
