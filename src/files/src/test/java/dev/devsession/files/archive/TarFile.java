package dev.devsession.files.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A tar archive written block by block, so that it can hold what no tar program writes. */
final class TarFile {
  private static final int BLOCK = 512;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  TarFile file(String name, String content) {
    return entry('0', name, "", 0644, content.getBytes(StandardCharsets.UTF_8));
  }

  TarFile folder(String name) {
    return entry('5', name, "", 0755, new byte[0]);
  }

  TarFile link(String name, String target) {
    return entry('2', name, target, 0777, new byte[0]);
  }

  TarFile hardLink(String name, String target) {
    return entry('1', name, target, 0644, new byte[0]);
  }

  TarFile entry(char type, String name, String target, int mode, byte[] content) {
    header(type, name, target, mode, content.length);
    bytes.writeBytes(content);
    bytes.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    return this;
  }

  /** Promises so many bytes. */
  TarFile header(char type, String name, String target, int mode, long size) {
    var header = ByteBuffer.allocate(BLOCK);
    put(header, 0, name);
    put(header, 100, "%07o".formatted(mode));
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    if (size < 1L << 33) {
      put(header, 124, "%011o".formatted(size));
    } else {
      header.put(124, (byte) 0x80).putLong(128, size);
    }
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header.put(156, (byte) type);
    put(header, 157, target);
    put(header, 257, "ustar");
    put(header, 263, "00");
    var sum = IntStream.range(0, BLOCK).map(i -> header.get(i) & 0xff).sum();
    put(header, 148, "%06o\0 ".formatted(sum));
    bytes.writeBytes(header.array());
    return this;
  }

  private static void put(ByteBuffer header, int at, String text) {
    header.put(at, text.getBytes(StandardCharsets.UTF_8));
  }

  InputStream open() {
    return new ByteArrayInputStream(Arrays.copyOf(bytes.toByteArray(), bytes.size() + 2 * BLOCK));
  }

  /** Cut off after so many bytes. */
  InputStream openCut(int length) {
    return new ByteArrayInputStream(bytes.toByteArray(), 0, length);
  }

  /** Followed by bytes without end. */
  InputStream openEndless() {
    var begin = new ByteArrayInputStream(bytes.toByteArray());
    return new InputStream() {
      @Override
      public int read() {
        var next = begin.read();
        return next < 0 ? 'x' : next;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        var some = begin.read(buffer, offset, length);
        if (some > 0) {
          return some;
        }
        Arrays.fill(buffer, offset, offset + length, (byte) 'x');
        return length;
      }
    };
  }
}
