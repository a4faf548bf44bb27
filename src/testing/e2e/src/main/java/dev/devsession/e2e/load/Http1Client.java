package dev.devsession.e2e.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One request at a time over HTTP/1.1, on a connection that is kept as long as the server wants, or on a new one each.
 */
final class Http1Client implements Client {
  private final URI server;
  private final boolean keep;
  private final Map<String, String> fields;
  private final Bootstrap bootstrap;
  private volatile Channel kept;

  Http1Client(URI server, boolean keep) {
    this(server, keep, Map.of());
  }

  Http1Client(URI server, boolean keep, Map<String, String> fields) {
    this.server = server;
    this.keep = keep;
    this.fields = fields;
    bootstrap = new Bootstrap().group(LOOPS).channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS).handler(new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel connection) {
            connection.pipeline().addLast(new HttpClientCodec());
          }
        });
  }

  @Override
  public CompletableFuture<LoadAnswer> get(String path) {
    var last = kept;
    if (last != null && last.isActive()) {
      return sendRequest(last, path);
    }
    var connecting = new CompletableFuture<Channel>();
    bootstrap.connect(server.getHost(), server.getPort()).addListener((ChannelFuture connected) -> {
      if (connected.isSuccess()) {
        connecting.complete(connected.channel());
      } else {
        connecting.completeExceptionally(connected.cause());
      }
    });
    return connecting.thenCompose(connection -> sendRequest(connection, path));
  }

  /** Whether the last answer left a connection for the next request. */
  boolean hasKeptConnection() {
    return kept != null;
  }

  private CompletableFuture<LoadAnswer> sendRequest(Channel connection, String path) {
    kept = null;
    var exchange = new LoadExchange();
    var request = Client.request(server, path, fields);
    if (!keep) {
      request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    connection.eventLoop().execute(() -> {
      connection.pipeline().addLast(exchange);
      connection.writeAndFlush(request).addListener(written -> {
        if (!written.isSuccess()) {
          exchange.fail(written.cause().toString());
        }
      });
    });
    return exchange.answer.whenComplete((answer, failure) -> {
      if (failure == null && keep && exchange.keepAlive()) {
        connection.pipeline().remove(exchange);
        kept = connection;
      } else {
        connection.close();
      }
    });
  }

  @Override
  public void close() {
    var last = kept;
    if (last != null) {
      last.close();
    }
  }
}
