package dev.devsession.e2e.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Requests over HTTP/2 with prior knowledge, any number at a time on one connection. After a GOAWAY the next request
 * gets a new one, and the old one is closed when the last answer on it has come.
 */
final class Http2Client implements Client {
  private final URI server;
  private final Map<String, String> fields;
  private Connection current;

  Http2Client(URI server) {
    this(server, Map.of());
  }

  Http2Client(URI server, Map<String, String> fields) {
    this.server = server;
    this.fields = fields;
  }

  @Override
  public CompletableFuture<LoadAnswer> get(String path) {
    var exchange = new LoadExchange();
    send(path, exchange);
    return exchange.answer;
  }

  /** A server that has said GOAWAY serves no stream that is opened after that, so the next connection has to. */
  private void send(String path, LoadExchange exchange) {
    var connection = acquireConnection();
    connection.opening.addListener((ChannelFuture connected) -> {
      if (connected.isSuccess() && connection.left) {
        release(connection);
        send(path, exchange);
        return;
      }
      exchange.answer.whenComplete((answer, failure) -> release(connection));
      if (connected.isSuccess()) {
        new Http2StreamChannelBootstrap(connected.channel()).handler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel stream) {
            stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), exchange);
          }
        }).open().addListener((Future<Http2StreamChannel> opened) -> sendRequest(opened, path, exchange));
      } else {
        exchange.fail(connected.cause().toString());
      }
    });
  }

  private void sendRequest(Future<Http2StreamChannel> opened, String path, LoadExchange exchange) {
    if (!opened.isSuccess()) {
      exchange.fail(opened.cause().toString());
      return;
    }
    opened.getNow().writeAndFlush(Client.request(server, path, fields)).addListener(written -> {
      if (!written.isSuccess()) {
        exchange.fail(written.cause().toString());
      }
    });
  }

  /** How many connections take new requests: 0 or 1. */
  synchronized int connections() {
    return current == null ? 0 : 1;
  }

  private synchronized Connection acquireConnection() {
    if (current == null) {
      current = new Connection();
    }
    current.open++;
    return current;
  }

  private synchronized void release(Connection connection) {
    connection.open--;
    connection.closeIfLeft();
  }

  private synchronized void retire(Connection connection) {
    if (connection == current) {
      current = null;
    }
    connection.closeIfLeft();
  }

  @Override
  public synchronized void close() {
    if (current != null) {
      current.opening.channel().close();
    }
  }

  /** Its count is guarded by the client's lock. */
  private final class Connection extends ChannelInboundHandlerAdapter {
    final ChannelFuture opening;
    int open;
    /** Whether the server takes no more requests on it; used on the event loop only. */
    boolean left;

    Connection() {
      opening = new Bootstrap().group(LOOPS).channel(NioSocketChannel.class)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS).handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel connection) {
              connection.pipeline().addLast(Http2FrameCodecBuilder.forClient().build(),
                  new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()), Connection.this);
            }
          }).connect(server.getHost(), server.getPort());
      opening.addListener(connected -> {
        if (!connected.isSuccess()) {
          retire(this);
        }
      });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      if (frame instanceof Http2GoAwayFrame) {
        left = true;
        retire(this);
      }
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      retire(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // the exchanges on it fail by that
    }

    void closeIfLeft() {
      if (this != current && open == 0) {
        opening.channel().close();
      }
    }
  }
}
