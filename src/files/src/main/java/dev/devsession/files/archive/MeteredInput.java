package dev.devsession.files.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lets through what an entry may have, and a little more for the headers of the next: the library reads long names into
 * memory, as long as the archive says they are.
 */
final class MeteredInput extends FilterInputStream {
  private static final long HEADERS = 1 << 20;

  private long left = HEADERS;

  MeteredInput(InputStream in) {
    super(in);
  }

  /** An entry follows that has so many bytes. */
  void allow(long bytes) {
    left = bytes + HEADERS;
  }

  @Override
  public int read() throws IOException {
    var one = in.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    var some = in.read(buffer, offset, length);
    count(Math.max(some, 0));
    return some;
  }

  @Override
  public long skip(long wanted) throws IOException {
    var some = in.skip(wanted);
    count(some);
    return some;
  }

  /** Reads what is padded behind the last entry. */
  void drain() throws IOException {
    transferTo(OutputStream.nullOutputStream());
  }

  /** The end of the archive need not be the end of the stream. */
  @Override
  public void close() {
    // Its owner does.
  }

  private void count(long bytes) throws UnpackException {
    left -= bytes;
    if (left < 0) {
      throw new UnpackException("the name of a file in it is longer than " + HEADERS + " bytes");
    }
  }
}
