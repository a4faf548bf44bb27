package dev.devsession.tunnel.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket whose bytes are carried, with the options of {@link SocketOptions}: passes on the bytes it reads, and
 * sends FIN after all bytes that were written. Subclasses join it to another socket or to a stream.
 */
public abstract class RelayHandler extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(RelayHandler.class);

  private enum Output {
    OPEN,
    /** FIN follows once the kernel has taken all that was written. */
    FINISHING,
    ENDED
  }

  /**
   * The most bytes that wait to be written to one socket before the other side stops reading. Larger marks forward no
   * faster; what fills a long link is the kernel's socket buffers.
   */
  private static final int MOST_UNWRITTEN = 32 * 1024;

  protected final SocketChannel socket;
  protected final BufferBudget budget = BufferBudget.ofUnwritten();
  private int unwritten;
  private boolean full;
  private boolean inputEnded;
  private Output output = Output.OPEN;

  protected RelayHandler(SocketChannel socket) {
    this.socket = socket;
  }

  /** Takes over bytes that the socket has read. */
  protected abstract void received(ByteBuf bytes);

  /** The socket has read all bytes that have arrived so far. */
  protected abstract void receivedAll();

  /** The socket takes no more, or takes bytes again. */
  protected abstract void writabilityChanged();

  /** The socket has read FIN. */
  protected abstract void inputEnded();

  /** Only FIN is left to send. If nothing is left to read, closes the socket, which sends it, and returns true. */
  protected abstract boolean closeIfEnded();

  /** The socket was reset or closed, or its handler failed. */
  protected abstract void connectionLost();

  /** Resumes or pauses reading. Does nothing after the end of the input, because asking for reads would then spin. */
  public final void setReading(boolean reading) {
    if (!inputEnded) {
      socket.config().setAutoRead(reading);
    }
  }

  /** Takes over the bytes; {@link #flush} sends them. Done when the kernel has taken them. */
  public final ChannelFuture write(ByteBuf bytes) {
    return write(bytes, bytes.capacity());
  }

  /** @param cost the memory that these bytes occupy until they are sent */
  protected final ChannelFuture write(ByteBuf bytes, int cost) {
    unwritten += cost;
    budget.hold(cost);
    var written = socket.write(bytes);
    if (!full && unwritten > Math.min(MOST_UNWRITTEN, budget.share())) {
      full = true;
      writabilityChanged();
    }
    return written.addListener(_ -> wasWritten(cost));
  }

  private void wasWritten(int cost) {
    unwritten -= cost;
    budget.hold(-cost);
    if (full && unwritten <= Math.min(MOST_UNWRITTEN, budget.share()) / 2) {
      full = false;
      if (socket.isActive()) {
        writabilityChanged();
      }
    }
  }

  public final void flush() {
    socket.flush();
  }

  /** Takes over the bytes and sends them immediately. */
  public final ChannelFuture send(ByteBuf bytes) {
    var written = write(bytes);
    socket.flush();
    return written;
  }

  /** Sends FIN after everything that was written. Does nothing the second time. */
  public final void finish() {
    if (output != Output.OPEN) {
      return;
    }
    output = Output.FINISHING;
    socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
      if (flushed.isSuccess()) {
        output = Output.ENDED;
        if (!closeIfEnded()) {
          Sockets.shutdownOutput(socket);
        }
      }
    });
  }

  /** Whether few enough bytes wait in the socket that more may be written. */
  public final boolean isWritable() {
    return !full;
  }

  /** Whether FIN was read, and FIN may be sent or was sent. */
  public final boolean hasEnded() {
    return inputEnded && output == Output.ENDED;
  }

  /** Closes with FIN after what was written. */
  public final void close() {
    Sockets.close(socket);
  }

  /** Closes with RST, dropping what was not written. */
  public final void reset() {
    Sockets.reset(socket);
  }

  @Override
  public final void handlerAdded(ChannelHandlerContext context) {
    BufferBudget.forEach(BufferBudget::connectionOpened);
  }

  @Override
  public final void handlerRemoved(ChannelHandlerContext context) {
    BufferBudget.forEach(BufferBudget::connectionClosed);
  }

  @Override
  public final void channelRead(ChannelHandlerContext context, Object bytes) {
    received((ByteBuf) bytes);
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext context) {
    receivedAll();
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      inputEnded();
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("connection of {} reset: {}", socket.remoteAddress(), cause.toString());
    }
    connectionLost();
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    connectionLost();
  }
}
