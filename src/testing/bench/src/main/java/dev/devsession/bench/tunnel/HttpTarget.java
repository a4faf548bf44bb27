package dev.devsession.bench.tunnel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The server at the end of every path: {@code GET /} is answered with 1 KiB, {@code GET /N} with N bytes, and {@code
 * PUT} with a length once all has come. It does as little work as possible, so that the figures show the path.
 */
final class HttpTarget extends ChannelInboundHandlerAdapter {

  private static final int SMALL_BYTES = 1024;
  private static final ByteBuf SMALL = answer("");
  private static final ByteBuf LAST = answer("Connection: close\r\n");
  private static final ByteBuf CHUNK = Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeZero(256 * 1024));
  private static final String LENGTH = "content-length: ";

  private final StringBuilder head = new StringBuilder();
  private long toCome;
  private long toSend;

  private HttpTarget() {}

  private static ByteBuf answer(String header) {
    var text = "HTTP/1.1 200 OK\r\nContent-Length: " + SMALL_BYTES + "\r\n" + header + "\r\n" + "x".repeat(SMALL_BYTES);
    return Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Serves at an address until the process ends: {@code HOST PORT}. */
  public static void main(String[] args) {
    serve(new InetSocketAddress(args[0], Integer.parseInt(args[1]))).join();
  }

  /** A running server. */
  record Server(int port, MultiThreadIoEventLoopGroup group) implements AutoCloseable {
    private void join() {
      group.terminationFuture().syncUninterruptibly();
    }

    @Override
    public void close() {
      group.shutdownGracefully();
    }
  }

  static Server serve(InetSocketAddress address) {
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var channel = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(64, 2048, 256 * 1024))
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel client) {
            client.pipeline().addLast(new HttpTarget());
          }
        }).bind(address).syncUninterruptibly().channel();
    return new Server(((InetSocketAddress) channel.localAddress()).getPort(), group);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    try {
      while (bytes.isReadable()) {
        if (toCome > 0) {
          body(context, bytes);
        } else {
          line(context, bytes);
        }
      }
    } finally {
      bytes.release();
    }
  }

  private void body(ChannelHandlerContext context, ByteBuf bytes) {
    int passed = (int) Math.min(toCome, bytes.readableBytes());
    bytes.skipBytes(passed);
    toCome -= passed;
    if (toCome == 0) {
      context.write(SMALL.duplicate(), context.voidPromise());
    }
  }

  private void line(ChannelHandlerContext context, ByteBuf bytes) {
    int lineFeed = bytes.bytesBefore((byte) '\n');
    int length = lineFeed < 0 ? bytes.readableBytes() : lineFeed + 1;
    head.append(bytes.readCharSequence(length, StandardCharsets.ISO_8859_1));
    int end = head.length();
    if (end >= 4 && head.charAt(end - 1) == '\n' && head.charAt(end - 3) == '\n') {
      var request = head.toString();
      head.setLength(0);
      request(context, request);
    }
  }

  private void request(ChannelHandlerContext context, String request) {
    if (request.startsWith("PUT")) {
      int at = request.toLowerCase(java.util.Locale.ROOT).indexOf(LENGTH) + LENGTH.length();
      toCome = Long.parseLong(request.substring(at, request.indexOf('\r', at)));
    } else if (!request.startsWith("GET / ")) {
      toSend = Long.parseLong(request.substring(5, request.indexOf(' ', 5)));
      context.write(Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\nContent-Length: " + toSend + "\r\n\r\n",
          StandardCharsets.US_ASCII), context.voidPromise());
      send(context);
    } else if (request.contains("Connection: close")) {
      context.writeAndFlush(LAST.duplicate()).addListener(ChannelFutureListener.CLOSE);
    } else {
      context.write(SMALL.duplicate(), context.voidPromise());
    }
  }

  private void send(ChannelHandlerContext context) {
    while (toSend > 0 && context.channel().isWritable()) {
      int part = (int) Math.min(toSend, CHUNK.readableBytes());
      toSend -= part;
      context.writeAndFlush(CHUNK.duplicate().writerIndex(part), context.voidPromise());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    send(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  /** Ignores a client that disconnects before its answer. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
