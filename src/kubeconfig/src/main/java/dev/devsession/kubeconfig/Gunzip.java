package dev.devsession.kubeconfig;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/**
 * Passes a body on as it arrives, decompressed (RFC 1952) if it begins with the first byte of gzip: no other answer of
 * the API server begins with that byte. The Content-Encoding header comes too late: the client may read the body before
 * its interceptors see the header.
 */
final class Gunzip implements AsyncBody.Consumer<List<ByteBuffer>> {

  private static final byte FIRST = 0x1f;
  private static final int PIECE = 16 * 1024;

  private final AsyncBody.Consumer<List<ByteBuffer>> next;
  private Form form = Form.UNKNOWN;
  private byte[] header = {};
  private Inflater inflater;

  private enum Form {
    UNKNOWN,
    PLAIN,
    HEADER,
    COMPRESSED
  }

  Gunzip(AsyncBody.Consumer<List<ByteBuffer>> next) {
    this.next = next;
  }

  @Override
  public void consume(List<ByteBuffer> body, AsyncBody control) throws Exception {
    List<ByteBuffer> out = new ArrayList<>();
    for (ByteBuffer bytes : body) {
      if (bytes.hasRemaining()) {
        decode(bytes, out);
      }
    }
    if (out.isEmpty()) {
      control.consume();
    } else {
      next.consume(out, control);
    }
  }

  @Override
  public <U> U unwrap(Class<U> type) {
    return type.isInstance(this) ? type.cast(this) : next.unwrap(type);
  }

  private void decode(ByteBuffer bytes, List<ByteBuffer> out) throws IOException {
    if (form == Form.UNKNOWN) {
      form = bytes.get(bytes.position()) == FIRST ? Form.HEADER : Form.PLAIN;
    }
    switch (form) {
      case PLAIN -> out.add(bytes);
      case COMPRESSED -> inflate(bytes, out);
      default -> inflate(afterHeader(bytes), out);
    }
  }

  /** What follows the header; nothing as long as the header isn't whole. */
  private ByteBuffer afterHeader(ByteBuffer bytes) throws IOException {
    int length = header.length;
    header = Arrays.copyOf(header, length + bytes.remaining());
    bytes.get(header, length, bytes.remaining());
    var start = new ByteArrayInputStream(header);
    try {
      new GZIPInputStream(start).close();
    } catch (EOFException e) {
      return ByteBuffer.allocate(0);
    }
    form = Form.COMPRESSED;
    inflater = new Inflater(true);
    return ByteBuffer.wrap(header, header.length - start.available(), start.available());
  }

  private void inflate(ByteBuffer bytes, List<ByteBuffer> out) throws IOException {
    if (form != Form.COMPRESSED || inflater == null) {
      return;
    }
    inflater.setInput(bytes);
    try {
      for (ByteBuffer piece = piece(); piece.hasRemaining(); piece = piece()) {
        out.add(piece);
      }
    } catch (DataFormatException e) {
      throw new IOException("the API server's response is not valid gzip: " + e.getMessage(), e);
    }
    if (inflater.finished()) {
      inflater.end();
      inflater = null;
    }
  }

  private ByteBuffer piece() throws DataFormatException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    inflater.inflate(piece);
    return piece.flip();
  }
}
