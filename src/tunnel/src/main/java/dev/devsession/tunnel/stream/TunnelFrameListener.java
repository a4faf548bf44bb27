package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.StreamConnector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;

/** Passes the frames of the other end to their relays. */
final class TunnelFrameListener extends Http2FrameAdapter {

  private final TunnelHttp2Handler http2;
  private final StreamConnector connector;

  /** @param connector null at the end that opens the streams */
  TunnelFrameListener(TunnelHttp2Handler http2, StreamConnector connector) {
    this.http2 = http2;
    this.connector = connector;
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
    http2.settingsReceived();
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext context) {
    http2.settingsAcknowledged();
  }

  @Override
  public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int dependency, short weight,
      boolean exclusive, int padding, boolean last) {
    var known = http2.relays().get(id);
    if (known == null) {
      streamOpened(context, http2.connection().stream(id), headers);
    } else if (HttpResponseStatus.OK.codeAsText().contentEquals(headers.status())) {
      known.connected();
    }
    var relay = http2.relays().get(id);
    if (last && relay != null) {
      relay.receivedFromStream(Unpooled.EMPTY_BUFFER, true);
    }
  }

  private void streamOpened(ChannelHandlerContext context, Http2Stream stream, Http2Headers headers) {
    if (http2.closed().isDone()) {
      http2.frames().resetStream(stream, Http2Error.REFUSED_STREAM);
    } else if (connector == null || headers.authority() == null
        || !HttpMethod.CONNECT.asciiName().contentEquals(headers.method())) {
      http2.frames().resetStream(stream, Http2Error.PROTOCOL_ERROR);
    } else {
      var relay = http2.relays().add(stream);
      connector.connect(headers.authority().toString(), context.channel().eventLoop())
          .addListener((Future<SocketChannel> dialed) -> relay.dialed(dialed));
    }
  }

  /** The relay returns the bytes to the window once they are written. */
  @Override
  public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean last) {
    int bytes = data.readableBytes();
    http2.relays().get(id).receivedFromStream(data, last);
    http2.flow().dataReceived(context, bytes);
    return padding;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int id, long errorCode) {
    var relay = http2.relays().get(id);
    if (relay != null) {
      relay.streamReset(errorCode);
    }
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long sentNanos) throws Http2Exception {
    http2.pongReceived(sentNanos);
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext context, int lastId, long errorCode, ByteBuf why) {
    http2.connectionEnded(why.isReadable() ? why.toString(StandardCharsets.UTF_8) : "it gave no reason");
  }
}
