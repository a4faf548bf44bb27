package dev.devsession.bench.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Emulates a long link: bytes arrive after half of the round trip, and no more per second than the rate, which all
 * connections share in each direction. TCP itself sees no delay, so this shows what windows and exchanges of the
 * programs at its ends cost, not those of the kernel.
 */
final class EmulatedLink implements AutoCloseable {

  /** Like the buffer of a router: at most the bytes that pass in this time wait for the rate. */
  private static final long QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int SOCKET_BUFFER_BYTES = 256 * 1024;

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final long delayNanos;
  private final double nanosPerByte;
  private final Direction out = new Direction();
  private final Direction back = new Direction();

  /** @param megabits a second, each way; 0 for no limit */
  EmulatedLink(Duration roundTrip, int megabits) {
    delayNanos = roundTrip.toNanos() / 2;
    nanosPerByte = megabits == 0 ? 0 : 8e3 / megabits;
  }

  /** When the last accepted byte will have been sent. */
  private static final class Direction {
    private long freeAt = System.nanoTime();
  }

  /** The address that leads to a target over this link. */
  HostAndPort addressOf(HostAndPort far) {
    if (delayNanos == 0 && nanosPerByte == 0) {
      return far;
    }
    var channel = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
        .childOption(ChannelOption.AUTO_READ, false).childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel near) {
            join(near, far);
          }
        }).bind("127.0.0.1", 0).syncUninterruptibly().channel();
    return HostAndPort.local(((InetSocketAddress) channel.localAddress()).getPort());
  }

  private void join(SocketChannel near, HostAndPort far) {
    var nearEnd = new End(near, out);
    near.pipeline().addLast(nearEnd);
    new Bootstrap().group(loop).channel(NioSocketChannel.class).handler(new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        var farEnd = new End((SocketChannel) channel, back);
        farEnd.other = nearEnd;
        nearEnd.other = farEnd;
        channel.pipeline().addLast(farEnd);
      }
    }).option(ChannelOption.AUTO_READ, false).option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
        .connect(far.address()).addListener((ChannelFuture connected) -> {
          if (connected.isSuccess()) {
            near.config().setAutoRead(true);
            connected.channel().config().setAutoRead(true);
          } else {
            nearEnd.reset();
          }
        });
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
  }

  /** Reads bytes at one end, and writes them at the other when they are due. */
  private final class End extends ChannelInboundHandlerAdapter {
    private final SocketChannel channel;
    private final Direction direction;
    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private End other;
    /** Whether all bytes for this end were written, FIN included. */
    private boolean finished;

    private End(SocketChannel channel, Direction direction) {
      this.channel = channel;
      this.direction = direction;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var bytes = (ByteBuf) message;
      direction.freeAt = Math.max(System.nanoTime(), direction.freeAt)
          + (long) (bytes.readableBytes() * nanosPerByte);
      arrive(() -> other.channel.writeAndFlush(bytes, other.channel.voidPromise()));
      pace();
    }

    /** Reads no more until the rate and the reader at the other end allow it. */
    private void pace() {
      long waits = direction.freeAt - System.nanoTime() - QUEUE_NANOS;
      boolean open = waits <= 0 && other.channel.isWritable();
      channel.config().setAutoRead(open);
      if (!open && channel.isOpen() && other.channel.isOpen()) {
        loop.schedule(this::pace, Math.max(waits, QUEUE_NANOS / 5), TimeUnit.NANOSECONDS);
      }
    }

    /** Keeps the order of the bytes, however exact the timer is. */
    private void arrive(Runnable arrival) {
      underWay.add(arrival);
      loop.schedule(() -> underWay.remove().run(), Math.max(direction.freeAt - System.nanoTime(), 0) + delayNanos,
          TimeUnit.NANOSECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        arrive(other::finish);
      }
    }

    private void finish() {
      finished = true;
      if (other.finished) {
        channel.close();
        other.channel.close();
      } else {
        channel.shutdownOutput();
      }
    }

    private void reset() {
      if (channel.isOpen()) {
        channel.config().setSoLinger(0);
        channel.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (other != null) {
        arrive(other::reset);
      }
    }
  }
}
