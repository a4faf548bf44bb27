package dev.devsession.tunnel.hello;

import dev.devsession.tunnel.hello.HelloRefusal.Code;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the head at the beginning of a connection. A head of another version is refused after its first line, because
 * the rest may have another format. The bytes after the head go to the handler that replaces this one.
 */
public abstract class HelloReader extends ByteToMessageDecoder {

  private static final ByteBuf END = Unpooled
      .unreleasableBuffer(Unpooled.copiedBuffer(HelloMessage.END, StandardCharsets.UTF_8));

  private boolean done;

  /** A complete head has arrived. */
  protected abstract void helloReceived(ChannelHandlerContext context, String head) throws Exception;

  /** No head has arrived, or an unreadable one. */
  protected abstract void helloFailed(ChannelHandlerContext context, Throwable cause);

  @Override
  protected final void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
    if (done) {
      bytes.skipBytes(bytes.readableBytes());
      return;
    }
    try {
      int lineEnd = bytes.bytesBefore((byte) '\n');
      if (lineEnd >= 0) {
        HelloMessage.check(bytes.toString(bytes.readerIndex(), lineEnd, StandardCharsets.UTF_8));
      }
      int end = ByteBufUtil.indexOf(END, bytes);
      if (end >= 0 && end - bytes.readerIndex() + END.readableBytes() <= HelloMessage.MAX_BYTES) {
        done = true;
        var head = bytes.readString(end - bytes.readerIndex(), StandardCharsets.UTF_8);
        bytes.skipBytes(END.readableBytes());
        helloReceived(context, head);
      } else if (bytes.readableBytes() >= HelloMessage.MAX_BYTES) {
        throw new HelloRefusedException(new HelloRefusal(Code.MALFORMED,
            "expected an empty line after at most " + HelloMessage.MAX_BYTES + " bytes, and there is none"));
      }
    } catch (Exception e) {
      done = true;
      bytes.skipBytes(bytes.readableBytes());
      helloFailed(context, e);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    if (!done) {
      done = true;
      helloFailed(context, new IOException("the other end closed the connection before it sent its hello"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!done) {
      done = true;
      helloFailed(context, cause);
    }
    context.close();
  }
}
