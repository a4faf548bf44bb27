package dev.devsession.kubeconfig;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys as text (RFC 7468). Of private keys also the kinds that PKCS#8 has replaced, since Minikube writes RSA
 * keys as in PKCS#1 (RFC 8017, A.1.2), and k3s elliptic-curve keys as in SEC 1 (RFC 5915).
 */
public final class Pem {

  private static final Pattern KEY = Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END",
      Pattern.DOTALL);
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] VERSION_0 = HEX.parseHex("020100");
  private static final byte[] RSA = HEX.parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC = HEX.parseHex("06072a8648ce3d0201");
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int CURVE = 0xa0;

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
    Matcher key = KEY.matcher(pem);
    if (!key.find()) {
      throw new GeneralSecurityException("there is no private key in it");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(key.group(2));
      return switch (key.group(1).strip()) {
        case "" -> pkcs8(der);
        case "RSA" -> pkcs8(element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, der)));
        case "EC" -> pkcs8(element(SEQUENCE, VERSION_0, element(SEQUENCE, EC, curve(der)), element(OCTET_STRING, der)));
        default -> throw new GeneralSecurityException("a key of the kind " + key.group(1) + "isn't supported");
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new GeneralSecurityException("the private key in it is damaged", e);
    }
  }

  /** The text of something encoded. */
  static String format(String kind, byte[] der) {
    return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
        + "\n-----END " + kind
        + "-----\n";
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // Another kind of key.
      }
    }
    throw new GeneralSecurityException("the private key in it is neither RSA nor of an elliptic curve");
  }

  /** The curve's identifier, which SEC 1 keeps within the key: version, the key, then [0] with the identifier. */
  private static byte[] curve(byte[] der) throws GeneralSecurityException {
    int at = content(der, 0);
    for (; at < der.length && (der[at] & 0xff) != CURVE; at = content(der, at) + length(der, at)) {
    }
    int identifier = at < der.length ? content(der, at) : at;
    if (identifier >= der.length || der[identifier] != OBJECT_IDENTIFIER) {
      throw new GeneralSecurityException("the private key in it doesn't tell its curve");
    }
    return Arrays.copyOfRange(der, identifier, content(der, identifier) + length(der, identifier));
  }

  private static int content(byte[] der, int at) {
    return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
  }

  private static int length(byte[] der, int at) {
    if (der[at + 1] >= 0) {
      return der[at + 1];
    }
    int length = 0;
    for (int i = at + 2; i < content(der, at); i++) {
      length = length << 8 | der[i] & 0xff;
    }
    return length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var element = new ByteArrayOutputStream();
    element.write(tag);
    if (content.size() > 0x7f) {
      element.write(0x82);
      element.write(content.size() >> 8);
    }
    element.write(content.size());
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
