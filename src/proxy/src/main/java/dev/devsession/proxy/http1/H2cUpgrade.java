package dev.devsession.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The change to HTTP/2 that a request of HTTP/1.1 may ask for. It never reaches a server: later requests of the
 * connection could not be told apart any more. Without it, RFC 9113 has the request answered in HTTP/1.1.
 */
final class H2cUpgrade {

  private H2cUpgrade() {}

  static boolean isHttp2(String protocol) {
    return protocol.equalsIgnoreCase("h2c") || protocol.equalsIgnoreCase("h2");
  }

  /** The head that the fields hold without the wish for HTTP/2, in a new buffer; all else as it was. */
  static ByteBuf removedFrom(HeadFields fields, boolean otherUpgrade, ByteBufAllocator allocator) {
    var head = new StringBuilder(fields.length()).append(fields.text(0, fields.startLineEnd())).append("\r\n");
    for (int field = 0; field < fields.count(); field++) {
      if (fields.isNamed(field, "upgrade")) {
        appendMembers(head, fields, field, protocol -> !isHttp2(protocol));
      } else if (fields.isNamed(field, "connection")) {
        appendMembers(head, fields, field, option -> !option.equalsIgnoreCase("http2-settings")
            && (otherUpgrade || !option.equalsIgnoreCase("upgrade")));
      } else if (!fields.isNamed(field, "http2-settings")) {
        head.append(fields.text(fields.nameAt(field), fields.valueEnd(field))).append("\r\n");
      }
    }
    var bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    return allocator.buffer(bytes.length).writeBytes(bytes);
  }

  private static void appendMembers(StringBuilder head, HeadFields fields, int field, Predicate<String> kept) {
    var members = Arrays.stream(fields.value(field).split(",")).map(String::strip).filter(kept)
        .collect(Collectors.joining(", "));
    if (!members.isEmpty()) {
      var name = fields.text(fields.nameAt(field), fields.nameAt(field) + fields.nameLength(field));
      head.append(name).append(": ").append(members).append("\r\n");
    }
  }
}
