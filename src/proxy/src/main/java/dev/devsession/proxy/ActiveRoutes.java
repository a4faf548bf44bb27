package dev.devsession.proxy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Which routes file is in force, and why a newer one isn't. */
final class ActiveRoutes {

  private byte[] bytes;
  private String sha256;
  private String rejection = "the proxy hasn't read the routes file yet";

  void accept(byte[] validBytes) {
    bytes = validBytes;
    sha256 = null;
  }

  void reject(String reason) {
    rejection = reason;
  }

  boolean exists() {
    return bytes != null;
  }

  String rejection() {
    return rejection;
  }

  /** Lower-case hex; computed when first asked for, because loading the algorithm would hold up the start. */
  String sha256() {
    if (sha256 == null) {
      try {
        sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has SHA-256", e);
      }
    }
    return sha256;
  }
}
