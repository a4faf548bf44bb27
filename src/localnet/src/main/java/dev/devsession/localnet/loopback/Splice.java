package dev.devsession.localnet.loopback;

import dev.devsession.tunnel.stream.Sockets;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;

/**
 * One of two sockets that are joined: what it reads goes to the other, its FIN becomes the other's, its reset too. It
 * reads no faster than the other one writes.
 */
final class Splice extends ChannelInboundHandlerAdapter {

  private final SocketChannel own;
  private final SocketChannel other;
  private boolean inputEnded;
  private boolean over;
  private Splice peer;

  private Splice(SocketChannel own, SocketChannel other) {
    this.own = own;
    this.other = other;
  }

  /** Joins two connected sockets of one event loop that don't read yet. */
  static void join(SocketChannel one, SocketChannel two) {
    Splice first = new Splice(one, two);
    Splice second = new Splice(two, one);
    first.peer = second;
    second.peer = first;
    one.pipeline().addLast(first);
    two.pipeline().addLast(second);
    if (!one.isActive() || !two.isActive()) {
      Sockets.reset(one);
      Sockets.reset(two);
      return;
    }
    one.config().setAutoRead(true);
    two.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    other.write(bytes, other.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    other.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    // Once the other's input has ended there is nothing to pause, and asking for reads again would spin.
    if (!peer.inputEnded) {
      other.config().setAutoRead(own.isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
        if (flushed.isSuccess()) {
          other.shutdownOutput();
          closeIfEnded();
        }
      });
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Sockets.reset(own);
    Sockets.reset(other);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!over) {
      Sockets.reset(other);
    }
  }

  private void closeIfEnded() {
    if (inputEnded && peer.inputEnded && own.isOutputShutdown() && other.isOutputShutdown()) {
      over = true;
      peer.over = true;
      own.close();
      other.close();
    }
  }
}
