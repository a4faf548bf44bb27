package dev.devsession.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks for in the first message of TLS (RFC 8446, 4.1.2).
 *
 * @param serverName the name that it means to reach (RFC 6066, 3); null: it says none
 * @param protocols those that it speaks inside, the preferred first (RFC 7301); empty: it says none
 */
public record ClientHello(String serverName, List<String> protocols) {

  private static final int SERVER_NAME = 0;
  private static final int ALPN = 16;
  private static final Optional<ClientHello> NONE = Optional.of(new ClientHello(null, List.of()));
  private static final int RECORD_HEADER = 5;
  private static final int LENGTH_AT = 3;
  private static final int HANDSHAKE = 22;
  private static final int MESSAGE_HEADER = 4;
  /** Clients send less than 2 KiB. */
  private static final int LONGEST = 64 * 1024;
  /** Version and random. */
  private static final int FIXED = 2 + 32;

  public ClientHello {
    protocols = List.copyOf(protocols);
  }

  /**
   * Reads the message from the records that carry it (RFC 8446, 5.1), and leaves the buffer as it is.
   *
   * @return empty if more bytes are needed; one that asks for nothing if the bytes are none
   */
  public static Optional<ClientHello> ofRecords(ByteBuf records) {
    var in = records.slice();
    var message = Unpooled.buffer();
    while (message.readableBytes() < MESSAGE_HEADER
        || message.readableBytes() < MESSAGE_HEADER + message.getUnsignedMedium(1)) {
      if (in.isReadable() && in.getByte(in.readerIndex()) != HANDSHAKE || message.readableBytes() > LONGEST) {
        return NONE;
      }
      if (in.readableBytes() < RECORD_HEADER
          || in.readableBytes() < RECORD_HEADER + in.getUnsignedShort(in.readerIndex() + LENGTH_AT)) {
        return Optional.empty();
      }
      in.skipBytes(LENGTH_AT);
      message.writeBytes(in, in.readUnsignedShort());
    }
    try {
      return Optional.of(parse(message.slice(MESSAGE_HEADER, message.getUnsignedMedium(1))));
    } catch (IndexOutOfBoundsException e) {
      return NONE;
    }
  }

  /**
   * Reads the message, without its header of four bytes, and leaves the buffer as it is.
   *
   * @throws IndexOutOfBoundsException if it ends before its fields do
   */
  public static ClientHello parse(ByteBuf message) {
    var in = message.slice();
    in.skipBytes(FIXED);
    in.skipBytes(in.readUnsignedByte()); // session
    in.skipBytes(in.readUnsignedShort()); // cipher suites
    in.skipBytes(in.readUnsignedByte()); // compression
    String serverName = null;
    var protocols = new ArrayList<String>();
    var extensions = in.isReadable() ? in.readSlice(in.readUnsignedShort()) : in;
    while (extensions.isReadable()) {
      int type = extensions.readUnsignedShort();
      var body = extensions.readSlice(extensions.readUnsignedShort());
      if (type == SERVER_NAME && body.isReadable()) {
        body.skipBytes(2 + 1); // length of the list, and the type of the only name
        serverName = text(body, body.readUnsignedShort());
      } else if (type == ALPN) {
        body.skipBytes(2);
        while (body.isReadable()) {
          protocols.add(text(body, body.readUnsignedByte()));
        }
      }
    }
    return new ClientHello(serverName, protocols);
  }

  private static String text(ByteBuf in, int length) {
    return in.readSlice(length).toString(StandardCharsets.ISO_8859_1);
  }
}
