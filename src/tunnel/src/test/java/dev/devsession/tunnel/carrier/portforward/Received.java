package dev.devsession.tunnel.carrier.portforward;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects the bytes and failures of a channel. */
final class Received extends ChannelInboundHandlerAdapter {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /** Adds itself to the channel, which then reads. */
  void attach(Channel channel) throws InterruptedException {
    channel.eventLoop().submit(() -> channel.pipeline().addLast(this)).sync();
    channel.config().setAutoRead(true);
  }

  int length() {
    return bytes.size();
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  List<Throwable> failures() {
    return failures;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    ByteBuf part = (ByteBuf) message;
    part.readBytes(bytes, part.readableBytes());
    part.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failures.add(cause);
  }
}
