package dev.devsession.proxy.callers;

import dev.devsession.tunnel.ConnectRefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.ConnectException;

/** A gateway's answer to {@link CallerHello.Kind#ANSWERED}: one byte, the constant's position. */
public enum CallerAnswer {
  /** A program on the machine has accepted the connection; its bytes follow. */
  TAKEN,
  /** No agent is connected, it has been silent for more than 2 s, or it was lost meanwhile. */
  NO_MACHINE,
  /** No program on the machine listens on the port. */
  NOT_LISTENING,
  /** The session doesn't declare the port. */
  NOT_DECLARED;

  /** The answer of that byte; null if a later version added it. */
  public static CallerAnswer of(int code) {
    return code < values().length ? values()[code] : null;
  }

  /** Why the machine didn't take the connection. */
  public static CallerAnswer of(Throwable failure) {
    return switch (failure) {
      case ConnectException _ -> NOT_LISTENING;
      case ConnectRefusedException _ -> NOT_DECLARED;
      default -> NO_MACHINE;
    };
  }

  public ByteBuf bytes() {
    return Unpooled.wrappedBuffer(new byte[]{(byte) ordinal()});
  }
}
