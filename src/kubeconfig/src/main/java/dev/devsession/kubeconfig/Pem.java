package dev.devsession.kubeconfig;

import dev.devsession.tunnel.keys.Pkcs8;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Certificates and keys as text (RFC 7468). Of private keys also the kinds that PKCS#8 has replaced, since Minikube
 * writes RSA keys as in PKCS#1 (RFC 8017, A.1.2), and k3s elliptic-curve keys as in SEC 1 (RFC 5915).
 */
public final class Pem {

  /** A private key: its kind ("RSA ", "" …), and what is between its lines. */
  private static final Pattern BLOCK = Pattern
      .compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);

  private Pem() {}

  /** @throws GeneralSecurityException with a message for people */
  public static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    var all = CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    if (all.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    return all.stream().map(X509Certificate.class::cast).toList();
  }

  /** @throws GeneralSecurityException with a message for people */
  public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    var blocks = BLOCK.matcher(pem);
    while (blocks.find()) {
      String kind = blocks.group(1);
      String body = blocks.group(2);
      if (kind.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
        throw new GeneralSecurityException("the private key in it is encrypted, which kubeconfigs don't support");
      }
      return switch (kind.strip()) {
        case "" -> pkcs8(decode(body));
        case "RSA" -> pkcs8(Pkcs8.ofPkcs1(decode(body)));
        case "EC" -> pkcs8(sec1(decode(body)));
        default -> throw unknown();
      };
    }
    throw new GeneralSecurityException("there is no private key in it");
  }

  /** The text of something encoded. */
  static String format(String kind, byte[] der) {
    return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
        + "\n-----END " + kind + "-----\n";
  }

  private static byte[] sec1(byte[] der) throws GeneralSecurityException {
    try {
      return Pkcs8.ofSec1(der);
    } catch (GeneralSecurityException e) {
      throw damaged(e);
    }
  }

  private static byte[] decode(String body) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // Another kind of key.
      }
    }
    throw unknown();
  }

  private static GeneralSecurityException damaged(Exception cause) {
    return new GeneralSecurityException("the private key in it is damaged", cause);
  }

  private static GeneralSecurityException unknown() {
    return new GeneralSecurityException("the private key in it is neither RSA nor of a known elliptic curve");
  }
}
