package dev.devsession.proxy.health;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The port for health and metrics, on all addresses. */
public final class HealthPort {

  private static final int MAX_CONNECTIONS = 64;

  private HealthPort() {}

  /**
   * Listens.
   *
   * @param responses gives the response for each path, at once or later; called on the loop, and completed there
   * @param started completed once it listens; fails with a message for people if the port can't be bound
   */
  public static void bind(EventLoop loop, int port, Function<String, CompletableFuture<HealthResponse>> responses,
      CompletableFuture<Void> started) {
    var limiter = new ConnectionLimiter(MAX_CONNECTIONS);
    new ServerBootstrap().group(loop)
        .channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel client) {
            limiter.opened(client);
            client.pipeline().addLast(HealthHandler.codec(), new HealthHandler(responses));
          }
        })
        .bind(port)
        .addListener((ChannelFuture bound) -> {
          if (bound.isSuccess()) {
            started.complete(null);
          } else {
            started.completeExceptionally(new IOException("the health port " + port + " can't be bound: "
                + bound.cause().getMessage() + "; set DEVSESSION_HEALTH_PORT to a free port"));
          }
        });
  }
}
