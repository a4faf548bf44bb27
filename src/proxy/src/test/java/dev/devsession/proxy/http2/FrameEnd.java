package dev.devsession.proxy.http2;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One end of an HTTP/2 connection whose frames a test sends and reads one by one. It gives no credit by itself. */
final class FrameEnd implements AutoCloseable {

  static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private static final int TIMEOUT_SECONDS = 10;

  private final Http2FrameCodec codec;
  private final Channel channel;
  private final Recorder recorder = new Recorder();
  private final Map<Integer, BlockingQueue<Seen>> seen = new ConcurrentHashMap<>();
  private final BlockingQueue<Http2FrameStream> opened = new LinkedBlockingQueue<>();

  FrameEnd(Channel channel, Http2FrameCodecBuilder codec) {
    this.channel = channel;
    this.codec = codec.build();
    channel.pipeline().addLast(this.codec, recorder);
  }

  static FrameEnd connect(int port) throws Exception {
    return connect(port, new Http2Settings());
  }

  static FrameEnd connect(int port, Http2Settings settings) throws Exception {
    var connected = new Bootstrap().group(LOOPS).channel(NioSocketChannel.class)
        .handler(new ChannelInboundHandlerAdapter()).connect("127.0.0.1", port).sync().channel();
    var codec = Http2FrameCodecBuilder.forClient().initialSettings(settings).validateHeaders(false)
        .encoderIgnoreMaxHeaderListSize(true);
    return LOOPS.submit(() -> new FrameEnd(connected, codec)).get();
  }

  /** A request's head; pairs of names and values follow the pseudo-headers. */
  static Http2Headers head(String method, String path, String... fields) {
    var headers = new DefaultHttp2Headers(false).method(method).scheme("http").authority("shop").path(path);
    return with(headers, fields);
  }

  static Http2Headers status(int status, String... fields) {
    return with(new DefaultHttp2Headers(false).status("" + status), fields);
  }

  static Http2Headers fields(String... fields) {
    return with(new DefaultHttp2Headers(false), fields);
  }

  private static Http2Headers with(Http2Headers headers, String... fields) {
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    return headers;
  }

  /** Opens a stream. */
  Http2FrameStream open(Http2Headers head, boolean last) throws Exception {
    var stream = recorder.newStream();
    channel.writeAndFlush(new DefaultHttp2HeadersFrame(head, last).stream(stream)).sync();
    return stream;
  }

  void headers(Http2FrameStream stream, Http2Headers headers, boolean last) {
    channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, last).stream(stream));
  }

  /** Done when all of it is sent. */
  ChannelFuture data(Http2FrameStream stream, String text, boolean last) {
    return data(stream, text, last, 0);
  }

  ChannelFuture data(Http2FrameStream stream, String text, boolean last, int padding) {
    var bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    return channel.writeAndFlush(new DefaultHttp2DataFrame(bytes, last, padding).stream(stream));
  }

  void reset(Http2FrameStream stream, Http2Error code) {
    channel.writeAndFlush(new DefaultHttp2ResetFrame(code).stream(stream));
  }

  /** Opens a stream's window for so many bytes more. */
  void credit(Http2FrameStream stream, int bytes) {
    credit(stream.id(), bytes);
  }

  /** Opens the connection's window. */
  void credit(int bytes) {
    credit(0, bytes);
  }

  private void credit(int stream, int bytes) {
    channel.eventLoop().execute(() -> {
      try {
        codec.decoder().flowController().incrementWindowSize(codec.connection().stream(stream), bytes);
        codec.flush(channel.pipeline().context(codec));
      } catch (Http2Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /** Ends the connection after this stream. */
  void goAway(int lastStream) {
    channel.eventLoop().execute(() -> {
      var context = channel.pipeline().context(codec);
      codec.goAway(context, lastStream, 0, Unpooled.EMPTY_BUFFER, context.newPromise());
      context.flush();
    });
  }

  /** The next stream that the other end opens. */
  Http2FrameStream accept() throws Exception {
    var stream = opened.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (stream == null) {
      throw new AssertionError("no stream came");
    }
    return stream;
  }

  boolean hasOpened() {
    return !opened.isEmpty();
  }

  Seen next(Http2FrameStream stream) throws Exception {
    return next(stream.id());
  }

  /** Of the connection as a whole: 0. */
  Seen next(int stream) throws Exception {
    var next = queue(stream).poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came on stream " + stream);
    }
    return next;
  }

  /** What came last; null if nothing did. */
  Seen last(Http2FrameStream stream) {
    var all = new ArrayList<>(queue(stream.id()));
    return all.isEmpty() ? null : all.getLast();
  }

  boolean hasNext(Http2FrameStream stream) {
    return !queue(stream.id()).isEmpty();
  }

  Seen.Head nextHead(Http2FrameStream stream) throws Exception {
    return next(stream) instanceof Seen.Head head ? head : fail(stream);
  }

  private Seen.Head fail(Http2FrameStream stream) {
    throw new AssertionError("expected HEADERS on stream " + stream.id());
  }

  /** The DATA of a stream until its end, or until so many bytes have come. */
  String text(Http2FrameStream stream, int bytes) throws Exception {
    var text = new StringBuilder();
    while (text.length() < bytes) {
      if (!(next(stream) instanceof Seen.Data data)) {
        throw new AssertionError("expected DATA after " + text.length() + " bytes");
      }
      text.append(data.text());
      if (data.last()) {
        break;
      }
    }
    return text.toString();
  }

  /** How many DATA bytes have come that were not taken yet. */
  int waitingBytes(Http2FrameStream stream) {
    return queue(stream.id()).stream().mapToInt(s -> s instanceof Seen.Data data ? data.text().length() : 0).sum();
  }

  private BlockingQueue<Seen> queue(int stream) {
    return seen.computeIfAbsent(stream, id -> new LinkedBlockingQueue<>());
  }

  /** Ends the connection with RST. */
  void resetConnection() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    close();
  }

  Channel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }

  private final class Recorder extends Http2ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      switch (frame) {
        case Http2HeadersFrame headers -> {
          if (!seen.containsKey(headers.stream().id()) && codec.connection().isServer()) {
            queue(headers.stream().id()).add(new Seen.Head(headers.headers(), headers.isEndStream()));
            opened.add(headers.stream());
          } else {
            queue(headers.stream().id()).add(new Seen.Head(headers.headers(), headers.isEndStream()));
          }
        }
        case Http2DataFrame data -> queue(data.stream().id())
            .add(new Seen.Data(data.content().toString(StandardCharsets.US_ASCII), data.isEndStream()));
        case Http2ResetFrame reset -> queue(reset.stream().id()).add(new Seen.Reset(reset.errorCode()));
        case Http2GoAwayFrame goAway -> queue(0).add(new Seen.GoAway(goAway.lastStreamId(), goAway.errorCode()));
        default -> {
        }
      }
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      queue(0).add(new Seen.Closed());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // What breaks is seen as a reset or a closed connection.
    }
  }
}
