package dev.devsession.tunnel.connection;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.hello.Hello;
import dev.devsession.tunnel.hello.HelloReader;
import dev.devsession.tunnel.hello.HelloRefusedException;
import dev.devsession.tunnel.hello.HelloResponse;
import dev.devsession.tunnel.stream.TunnelConnection;
import dev.devsession.tunnel.stream.TunnelHttp2Handler;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's end of a connection: the agent speaks first. */
public final class GatewayConnection {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayConnection.class);

  private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);

  /** Decides about agents. Its methods are called on the connection's event loop. */
  public interface AgentAdmission {
    /** Decides whether the agent may connect; if it may, its new connection replaces an older one. */
    HelloResponse admit(Hello hello);

    /** The agent's HTTP/2 SETTINGS have arrived: the connection is open. */
    void connected(Hello hello, TunnelConnection connection);
  }

  private GatewayConnection() {}

  /**
   * Waits for the hello of an agent, for 5 s at most, and answers it.
   *
   * @param accepted a channel that has read nothing yet
   * @param connector for the streams that the agent opens
   */
  public static void accept(Channel accepted, AgentAdmission admission, StreamConnector connector) {
    accepted.pipeline().addLast(new AgentHelloHandler(admission, connector));
    accepted.config().setAutoRead(true);
  }

  private static final class AgentHelloHandler extends HelloReader {
    private final AgentAdmission admission;
    private final StreamConnector connector;
    private Future<?> timeout;

    AgentHelloHandler(AgentAdmission admission, StreamConnector connector) {
      this.admission = admission;
      this.connector = connector;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      timeout = context.executor().schedule(() -> context.close(), HELLO_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
      timeout.cancel(false);
    }

    @Override
    protected void helloReceived(ChannelHandlerContext context, String head) throws HelloRefusedException {
      var hello = Hello.parse(head);
      var response = admission.admit(hello);
      if (response instanceof HelloResponse.Refused(var refusal)) {
        throw new HelloRefusedException(refusal);
      }
      answer(context, response);
      var end = hello.role() == ConnectionRole.REVERSE
          ? TunnelHttp2Handler.openingStreams(Duration.ZERO)
          : TunnelHttp2Handler.acceptingStreams(connector, Duration.ZERO);
      context.pipeline().replace(this, null, end);
      end.whenReady().addListener((Future<TunnelConnection> ready) -> {
        if (ready.isSuccess()) {
          admission.connected(hello, ready.getNow());
        }
      });
    }

    @Override
    protected void helloFailed(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof HelloRefusedException refused) {
        LOG.warn("refused an agent: {}", cause.getMessage());
        answer(context, new HelloResponse.Refused(refused.refusal())).addListener(ChannelFutureListener.CLOSE);
      } else {
        context.close();
      }
    }

    private static ChannelFuture answer(ChannelHandlerContext context, HelloResponse answer) {
      return context.writeAndFlush(ByteBufUtil.writeUtf8(context.alloc(), answer.format()));
    }
  }
}
