package dev.devsession.proxy;

import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;

/** Waits whether a server speaks before its client, as those of SMTP or MySQL do. */
final class FirstWord extends ChannelInboundHandlerAdapter {

  private static final int SETTINGS = 4;
  private static final int FRAME_HEAD = 9;

  private final Future<SocketChannel> connecting;
  private final Runnable spoken;
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private boolean ended;
  private boolean released;
  private boolean dropped;

  /** @param spoken is run when the server has spoken or ended the connection */
  FirstWord(Future<SocketChannel> connecting, Runnable spoken) {
    this.connecting = connecting;
    this.spoken = spoken;
    connecting.addListener((Future<SocketChannel> connected) -> {
      if (connected.isSuccess() && !released) {
        connected.getNow().pipeline().addLast(this);
        connected.getNow().config().setAutoRead(true);
      }
    });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    bytes = (ByteBuf) message;
    if (isHttp2Settings()) {
      drop(); // The client is expected to begin as well, and gets a connection of its own then.
    } else {
      spoken.run();
    }
  }

  /** A server of HTTP/2 may send its settings at once, as a client may take its time to do so. */
  private boolean isHttp2Settings() {
    return bytes.readableBytes() >= FRAME_HEAD && bytes.getByte(bytes.readerIndex() + 3) == SETTINGS
        && bytes.getByte(bytes.readerIndex()) == 0 && bytes.getInt(bytes.readerIndex() + 5) == 0;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      ended = true;
      spoken.run();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  /** A reset; the next one who uses the channel sees that it is closed. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!released) {
      spoken.run();
    }
  }

  ByteBuf bytes() {
    return bytes;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Leaves the connection, which doesn't read any more, to others. Null if it was dropped. */
  Future<SocketChannel> release() {
    if (dropped) {
      return null;
    }
    released = true;
    if (connecting.isSuccess() && connecting.getNow().pipeline().context(this) != null) {
      connecting.getNow().config().setAutoRead(false);
      connecting.getNow().pipeline().remove(this);
    }
    return connecting;
  }

  /** Ends the connection. */
  void drop() {
    var leftOver = release();
    if (leftOver == null) {
      return;
    }
    dropped = true;
    leftOver.addListener((Future<SocketChannel> connected) -> {
      if (connected.isSuccess()) {
        Sockets.reset(connected.getNow());
      }
    });
    bytes.release();
    bytes = Unpooled.EMPTY_BUFFER;
  }
}
