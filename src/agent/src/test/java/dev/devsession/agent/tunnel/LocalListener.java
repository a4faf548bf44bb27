package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.socket.SocketOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A port of this machine that hands each accepted connection to a callback, on an event loop. */
record LocalListener(Channel listener) implements AutoCloseable {

  static LocalListener handingTo(EventLoop loop, Consumer<SocketChannel> onConnection) {
    ServerBootstrap bootstrap = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            onConnection.accept(channel);
          }
        });
    SocketOptions.forEach(bootstrap::childOption);
    return new LocalListener(bootstrap.bind("127.0.0.1", 0).syncUninterruptibly().channel());
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
  }
}
