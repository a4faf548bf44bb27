package dev.devsession.proxy.intercept;

import dev.devsession.proxy.callers.CallerAnswer;
import dev.devsession.proxy.callers.CallerHello;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Promise;

/** Asks a gateway for a connection to the machine, and reads its answer: one byte, and nothing that follows. */
final class TakenAnswerHandler extends ChannelInboundHandlerAdapter {

  private final SocketChannel gateway;
  private final Target machine;
  private final SingleByteReads reads;
  private final Promise<SocketChannel> taken;

  private TakenAnswerHandler(SocketChannel gateway, Target machine, Promise<SocketChannel> taken) {
    this.gateway = gateway;
    this.machine = machine;
    this.taken = taken;
    reads = SingleByteReads.of(gateway);
  }

  /**
   * @param gateway a channel that has read nothing yet; reset when {@code taken} fails
   * @param taken gets the channel once a program on the machine has accepted the connection
   */
  static void ask(SocketChannel gateway, Target machine, Promise<SocketChannel> taken) {
    taken.addListener(done -> {
      if (!done.isSuccess()) {
        Sockets.reset(gateway);
      }
    });
    gateway.pipeline().addLast(new TakenAnswerHandler(gateway, machine, taken));
    gateway.writeAndFlush(CallerHello.answered(machine.hostPort()).bytes());
    gateway.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    int code = bytes.readUnsignedByte();
    bytes.release();
    var answer = CallerAnswer.of(code);
    if (answer == CallerAnswer.TAKEN) {
      reads.end();
      context.pipeline().remove(this);
      taken.trySuccess(gateway);
    } else {
      taken.tryFailure(answer == null ? AwayMessages.unknownAnswer(machine, code) : AwayMessages.of(machine, answer));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      taken.tryFailure(AwayMessages.noAnswer(machine, null));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    taken.tryFailure(AwayMessages.noAnswer(machine, cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    taken.tryFailure(AwayMessages.noAnswer(machine, null));
  }
}
