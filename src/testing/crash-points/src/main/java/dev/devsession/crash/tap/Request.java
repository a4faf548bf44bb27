package dev.devsession.crash.tap;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One HTTP/1.1 request (RFC 9112), whole and as it came. */
record Request(byte[] bytes, String head, String body) {
  /** Empty when the client has hung up. */
  static Optional<Request> read(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var head = new StringBuilder();
    for (var line = line(in, bytes); !line.isEmpty(); line = line(in, bytes)) {
      head.append(line).append('\n');
    }
    if (head.isEmpty()) {
      return Optional.empty();
    }
    var body = new ByteArrayOutputStream();
    var request = new Request(null, head.toString(), null);
    if (request.header("transfer-encoding").isPresent()) {
      readChunks(in, bytes, body);
    } else {
      part(in, Integer.parseInt(request.header("content-length").orElse("0")), bytes, body);
    }
    return Optional.of(new Request(bytes.toByteArray(), head.toString(), body.toString(StandardCharsets.UTF_8)));
  }

  String method() {
    return head.substring(0, head.indexOf(' '));
  }

  /** Path and query. */
  String target() {
    return head.lines().findFirst().orElseThrow().split(" ")[1];
  }

  /** @param name in lower case */
  Optional<String> header(String name) {
    return head.lines().skip(1).map(l -> l.split(":", 2)).filter(l -> l[0].toLowerCase().equals(name))
        .map(l -> l[1].strip()).findFirst();
  }

  private static void readChunks(InputStream in, ByteArrayOutputStream bytes, ByteArrayOutputStream body)
      throws IOException {
    for (var size = size(in, bytes); size > 0; size = size(in, bytes)) {
      part(in, size, bytes, body);
      line(in, bytes);
    }
    while (!line(in, bytes).isEmpty()) {
      continue; // trailers
    }
  }

  private static int size(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    return Integer.parseInt(line(in, bytes).replaceFirst(";.*", "").strip(), 16);
  }

  private static void part(InputStream in, int length, ByteArrayOutputStream... copies) throws IOException {
    var part = in.readNBytes(length);
    if (part.length < length) {
      throw new EOFException("the client hung up in the middle of a request");
    }
    for (var copy : copies) {
      copy.writeBytes(part);
    }
  }

  /** A line without its end; empty at the end of the stream too. */
  private static String line(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = in.read(); b != -1; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        break;
      }
    }
    bytes.writeBytes(line.toByteArray());
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
