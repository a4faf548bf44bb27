package dev.devsession.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Passes a peer's frames to the exchanges that they belong to. Netty has checked that they follow the protocol. */
final class Http2PeerListener extends Http2FrameAdapter {

  private final Http2Peer peer;
  private final Http2Peer.Events events;

  Http2PeerListener(Http2Peer peer, Http2Peer.Events events) {
    this.peer = peer;
    this.events = events;
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
    events.settingsReceived();
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext context) {
    peer.firstWindowApplied();
  }

  @Override
  public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int dependency, short weight,
      boolean exclusive, int padding, boolean last) throws Http2Exception {
    onHeadersRead(context, id, headers, padding, last);
  }

  @Override
  public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean last)
      throws Http2Exception {
    var leg = peer.leg(id);
    if (leg != null) {
      leg.headersReceived(headers, last);
    } else if (peer.connection().isServer()) {
      var problem = RequestSyntax.problem(headers);
      if (problem != null) {
        throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, problem);
      }
      events.requestReceived(new Leg(peer, peer.connection().stream(id), last), headers, last);
    }
  }

  /** The exchange returns the bytes to the window once they are passed on. */
  @Override
  public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean last)
      throws Http2Exception {
    var leg = peer.leg(id);
    if (leg == null) {
      return data.readableBytes() + padding;
    }
    leg.dataReceived(data, last);
    return padding;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int id, long code) {
    var leg = peer.leg(id);
    if (leg != null) {
      leg.resetReceived(code);
    }
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long data) {
    events.pongReceived();
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext context, int lastStream, long code, ByteBuf why) {
    events.goAwayReceived(lastStream);
  }
}
