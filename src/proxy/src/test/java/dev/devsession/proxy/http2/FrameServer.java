package dev.devsession.proxy.http2;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An HTTP/2 server on a free port, whose connections a test answers. */
final class FrameServer implements AutoCloseable {

  private final Channel listening;
  private final BlockingQueue<FrameEnd> accepted = new LinkedBlockingQueue<>();

  FrameServer() throws Exception {
    this(new Http2Settings());
  }

  FrameServer(Http2Settings settings) throws Exception {
    this(settings, true);
  }

  private FrameServer(Http2Settings settings, boolean heeding) throws Exception {
    listening = listen(socket -> accepted.add(new FrameEnd(socket, Http2FrameCodecBuilder.forServer()
        .initialSettings(settings.maxHeaderListSize(1024 * 1024)).validateHeaders(false)
        .decoderEnforceMaxRstFramesPerWindow(0, 0).autoAckSettingsFrame(heeding))));
  }

  /** It sends as much on each stream as at first, whatever the other end asks for later. */
  static FrameServer heedingNoSettings() throws Exception {
    return new FrameServer(new Http2Settings(), false);
  }

  static Channel listen(Function<SocketChannel, Object> accepted) throws Exception {
    return new ServerBootstrap().group(FrameEnd.LOOPS).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel socket) {
            accepted.apply(socket);
          }
        }).bind("127.0.0.1", 0).sync().channel();
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** The next connection. */
  FrameEnd accept() throws Exception {
    var end = accepted.poll(10, TimeUnit.SECONDS);
    if (end == null) {
      throw new AssertionError("no connection came");
    }
    return end;
  }

  boolean hasAccepted() {
    return !accepted.isEmpty();
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    for (var end : accepted) {
      end.close();
    }
  }
}
