package dev.devsession.proxy.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Random bytes with a hash, so that a lost, added or changed byte is detected. */
final class Bytes {

  private static final int PIECE = 64 * 1024;

  private Bytes() {}

  /** Writes random bytes and returns their SHA-256. */
  static String send(OutputStream to, long seed, long count) throws IOException {
    var random = new SplittableRandom(seed);
    var digest = sha256();
    for (long left = count; left > 0; left -= PIECE) {
      var piece = new byte[(int) Math.min(PIECE, left)];
      random.nextBytes(piece);
      digest.update(piece);
      to.write(piece);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Reads to the end and returns the SHA-256. */
  static String receive(InputStream from) throws IOException {
    var digest = sha256();
    var piece = new byte[PIECE];
    for (int count; (count = from.read(piece)) >= 0;) {
      digest.update(piece, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
