package dev.devsession.proxy.relay;

import dev.devsession.tunnel.stream.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of a relay's two sockets: passes what it reads to the other, and tells the relay of ends and errors. */
final class Leg extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Leg.class);

  private final SocketChannel channel;
  private final Relay relay;
  private Leg other;
  private boolean inputEnded;
  private boolean finishing;
  private boolean outputEnded;

  Leg(SocketChannel channel, Relay relay) {
    this.channel = channel;
    this.relay = relay;
    channel.pipeline().addLast(this);
  }

  /** Starts to read; the relay has joined both legs. */
  void start(Leg otherLeg) {
    other = otherLeg;
    channel.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    other.channel.write(relay.passing(this, (ByteBuf) bytes), other.channel.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (other != null) {
      other.channel.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    // Once the other's input has ended there is nothing to pause, and asking for reads again would spin.
    if (other != null && !other.inputEnded) {
      other.channel.config().setAutoRead(channel.isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      relay.inputEnded(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("connection of {} reset: {}", channel.remoteAddress(), cause.toString());
    }
    relay.reset();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    relay.reset();
  }

  Leg other() {
    return other;
  }

  /** Whether both ends have been passed on through this socket. */
  boolean ended() {
    return inputEnded && outputEnded;
  }

  /** Whether all that was read for this socket went out, or will without waiting for its reader. */
  boolean writable() {
    return channel.isWritable();
  }

  /** Sends what the other leg has not read. */
  void send(ByteBuf bytes) {
    channel.writeAndFlush(bytes, channel.voidPromise());
  }

  /** Sends FIN after everything that was written: by closing, if that was the last the relay waited for. */
  void finishOutput() {
    if (finishing) {
      return;
    }
    finishing = true;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
      if (flushed.isSuccess()) {
        outputEnded = true;
        if (!relay.closeIfEnded()) {
          channel.shutdownOutput();
        }
      }
    });
  }

  void close() {
    channel.close();
  }

  /** Closes with RST, dropping what was not written. */
  void reset() {
    Sockets.reset(channel);
  }
}
