package dev.devsession.proxy.notice;

import dev.devsession.proxy.callers.CallerHello;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Target;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one gateway, opened again whenever it ends. Each byte on it is a notice, and so is the gateway's FIN.
 * A reset is none: then the connections through the gateway are lost too.
 */
final class NoticeConnection {

  private static final Logger LOG = LoggerFactory.getLogger(NoticeConnection.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  /** A gateway that doesn't know notices ends the connection sooner; then its end tells nothing. */
  private static final Duration PROVEN = Duration.ofSeconds(1);

  private final Target gateway;
  private final EventLoop loop;
  private final Dialer dialer;
  private final Runnable noticed;
  /** Null while none is open. */
  private SocketChannel socket;
  private Duration pause = FIRST_PAUSE;
  private boolean closed;
  private boolean refusalLogged;

  /** @param noticed is run on the event loop for each notice */
  NoticeConnection(Target gateway, EventLoop loop, Dialer dialer, Runnable noticed) {
    this.gateway = gateway;
    this.loop = loop;
    this.dialer = dialer;
    this.noticed = noticed;
  }

  void open() {
    if (closed) {
      return;
    }
    dialer.dial(loop, gateway).addListener((Future<SocketChannel> dialed) -> {
      if (!dialed.isSuccess()) {
        openLater();
      } else if (closed) {
        dialed.getNow().close();
      } else {
        opened(dialed.getNow());
      }
    });
  }

  private void opened(SocketChannel connected) {
    socket = connected;
    NoticeSocket.configure(connected);
    var handler = new NoticeHandler();
    connected.pipeline().addLast(handler);
    connected.closeFuture().addListener(end -> {
      socket = null;
      if (handler.isProven()) {
        pause = FIRST_PAUSE;
      }
      openLater();
    });
    connected.writeAndFlush(CallerHello.notices().bytes());
    connected.config().setAutoRead(true);
  }

  private void openLater() {
    if (!closed && !loop.isShuttingDown()) {
      loop.schedule(this::open, pause.toMillis(), TimeUnit.MILLISECONDS);
      var longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
  }

  /** Ends it for good. */
  void close() {
    closed = true;
    if (socket != null) {
      socket.close();
    }
  }

  private final class NoticeHandler extends ChannelInboundHandlerAdapter {

    private final long sinceNanos = System.nanoTime();
    private boolean byteRead;

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      ReferenceCountUtil.release(bytes);
      byteRead = true;
      notice();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        if (isProven()) {
          notice();
        }
        context.close();
      }
    }

    private void notice() {
      if (!closed) {
        noticed.run();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!isProven() && !refusalLogged) {
        refusalLogged = true;
        LOG.atInfo()
            .addKeyValue("gateway", gateway)
            .log("the gateway has reset the connection for notices, as gateways of older versions do; retrying. "
                + "Until it is open, clients aren't asked to move when the gateway or its agent is replaced");
      }
      context.close();
    }

    /** Whether the gateway knows what the connection is for. */
    private boolean isProven() {
      return byteRead || System.nanoTime() - sinceNanos >= PROVEN.toNanos();
    }
  }
}
