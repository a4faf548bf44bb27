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

/** A port of this machine whose connections are handed to somebody on an event loop. */
record Entrance(Channel listener) implements AutoCloseable {

  static Entrance to(EventLoop loop, Consumer<SocketChannel> somebody) {
    ServerBootstrap bootstrap = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            somebody.accept(channel);
          }
        });
    SocketOptions.forEach(bootstrap::childOption);
    return new Entrance(bootstrap.bind("127.0.0.1", 0).syncUninterruptibly().channel());
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
  }
}
