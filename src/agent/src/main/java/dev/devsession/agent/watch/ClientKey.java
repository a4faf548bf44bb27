package dev.devsession.agent.watch;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** What kind of key a kubeconfig holds: the client library takes every PKCS#8 key for an RSA key unless it is told. */
final class ClientKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";

  private ClientKey() {}

  /**
   * Whether it is an elliptic-curve key in PKCS#8.
   *
   * @param data
   *          base64 of a PEM file, as in {@code client-key-data}; or null
   */
  static boolean isEllipticCurve(String data) {
    if (data == null) {
      return false;
    }
    try {
      String pem = new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII).strip();
      if (!pem.startsWith(BEGIN)) {
        return false;
      }
      byte[] der = Base64.getMimeDecoder().decode(pem.substring(BEGIN.length(), pem.lastIndexOf("-----END")));
      KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return false; // another kind of key, or none: the client says what is wrong with it
    }
  }
}
