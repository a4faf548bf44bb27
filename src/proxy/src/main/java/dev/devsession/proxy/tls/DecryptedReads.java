package dev.devsession.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets a channel with TLS read and close as one without does: it hands on nothing unless a read was asked for, although
 * one read may decrypt to several; close_notify is the end of the input, after all bytes; and a reset sends no
 * close_notify.
 */
final class DecryptedReads extends ChannelDuplexHandler {

  private final Queue<ByteBuf> waiting = new ArrayDeque<>(2);
  /** A read was asked for, of a channel that doesn't read by itself. */
  private boolean wanted;
  /** A read was asked for that the channel hasn't been. */
  private boolean asked;
  private boolean handingOn;
  private boolean ended;
  private boolean endPassed;
  private boolean finSeen;
  private boolean handshaken;

  /** Stands before TLS. */
  private static final class Encrypted extends ChannelHandlerAdapter {}

  /** Adds TLS at the end of the handlers. */
  static void addTo(ChannelPipeline pipeline, SslHandler tls) {
    pipeline.addLast(new Encrypted(), tls, new DecryptedReads());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    waiting.add((ByteBuf) message);
    handOn(context, false);
  }

  @Override
  public void read(ChannelHandlerContext context) {
    wanted = !context.channel().config().isAutoRead();
    asked = true;
    handOn(context, true);
  }

  private boolean hasSomething() {
    return !waiting.isEmpty() || ended && !endPassed;
  }

  private boolean isReading(ChannelHandlerContext context) {
    return wanted || context.channel().config().isAutoRead();
  }

  /** @param complete whether nobody else says that this is all for now */
  private void handOn(ChannelHandlerContext context, boolean complete) {
    if (handingOn) {
      return; // the handler that was just handed something has asked for more, and gets it from the loop
    }
    handingOn = true;
    while (hasSomething() && isReading(context)) {
      handOnAll(context);
      if (complete) {
        context.fireChannelReadComplete();
      }
    }
    handingOn = false;
    if (asked && !hasSomething() && isReading(context)) {
      asked = false;
      context.read();
    }
  }

  private void handOnAll(ChannelHandlerContext context) {
    while (hasSomething() && isReading(context)) {
      wanted = false;
      if (!waiting.isEmpty()) {
        context.fireChannelRead(waiting.poll());
      } else {
        endPassed = true;
        context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      if (!finSeen && ((SocketChannel) context.channel()).isInputShutdown()) {
        finSeen = true;
        end(context);
      } else {
        context.fireUserEventTriggered(event); // passed on again, by who has taken over the channel
      }
    } else if (event == SslCloseCompletionEvent.SUCCESS) {
      end(context);
    } else if (event == SslHandshakeCompletionEvent.SUCCESS) {
      handshaken = true;
    } else if (!(event instanceof SslCompletionEvent)) {
      context.fireUserEventTriggered(event);
    }
  }

  private void end(ChannelHandlerContext context) {
    ended = true;
    if (!context.channel().config().getOption(ChannelOption.ALLOW_HALF_CLOSURE) && waiting.isEmpty()) {
      context.close();
    } else {
      handOn(context, true);
    }
  }

  /** The handshake's own failure is told by its future. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (handshaken) {
      context.fireExceptionCaught(cause instanceof DecoderException && cause.getCause() != null
          ? cause.getCause()
          : cause);
    }
  }

  /** Closing with RST has to drop what was not written, and must not look like an end in order. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (isReset((SocketChannel) context.channel())) {
      context.pipeline().context(Encrypted.class).close(promise);
    } else {
      context.close(promise);
    }
  }

  private static boolean isReset(SocketChannel socket) {
    try {
      return socket.config().getSoLinger() == 0;
    } catch (ChannelException e) {
      return true; // it is closed already
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    release();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    release();
  }

  private void release() {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
  }
}
