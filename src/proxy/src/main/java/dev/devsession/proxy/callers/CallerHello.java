package dev.devsession.proxy.callers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The first bytes of a connection from a swap proxy to a gateway; docs/wire.md, "In the cluster".
 *
 * @param kind     what the connection is for
 * @param hostPort the port on the machine; 0 for {@link Kind#NOTICES} and {@link Kind#UNKNOWN}
 */
public record CallerHello(Kind kind, int hostPort) {
  /** What a connection is for. */
  public enum Kind {
    /** It is carried to the port on the machine, without an answer. */
    PLAIN,
    /** The proxy waits for notices. */
    NOTICES,
    /** It is carried once the gateway has answered that a program has taken it. */
    ANSWERED,
    /** A later version added it. */
    UNKNOWN
  }

  private static final int NOTICES = 0;
  private static final int ANSWERED = 1;

  /** How many bytes the longest hello has. */
  private static final int LONGEST = 5;

  public static CallerHello notices() {
    return new CallerHello(Kind.NOTICES, 0);
  }

  /** @param hostPort 1 to 65535 */
  public static CallerHello answered(int hostPort) {
    return new CallerHello(Kind.ANSWERED, hostPort);
  }

  /** Reads a hello; returns null, and takes no byte, until all of it has come. */
  public static CallerHello read(ByteBuf bytes) {
    bytes.markReaderIndex();
    var hello = readOrNull(bytes);
    if (hello == null) {
      bytes.resetReaderIndex();
    }
    return hello;
  }

  private static CallerHello readOrNull(ByteBuf bytes) {
    if (bytes.readableBytes() < Short.BYTES) {
      return null;
    }
    int port = bytes.readUnsignedShort();
    if (port != 0) {
      return new CallerHello(Kind.PLAIN, port);
    }
    if (!bytes.isReadable()) {
      return null;
    }
    int kind = bytes.readUnsignedByte();
    if (kind == NOTICES) {
      return notices();
    }
    if (kind != ANSWERED) {
      return new CallerHello(Kind.UNKNOWN, 0);
    }
    return bytes.readableBytes() < Short.BYTES ? null : answered(bytes.readUnsignedShort());
  }

  public ByteBuf bytes() {
    var bytes = Unpooled.buffer(LONGEST);
    if (kind == Kind.PLAIN) {
      return bytes.writeShort(hostPort);
    }
    bytes.writeShort(0);
    return kind == Kind.NOTICES ? bytes.writeByte(NOTICES) : bytes.writeByte(ANSWERED).writeShort(hostPort);
  }
}
