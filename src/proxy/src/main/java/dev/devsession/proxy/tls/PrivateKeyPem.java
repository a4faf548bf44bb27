package dev.devsession.proxy.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A private key as Secrets of type kubernetes.io/tls hold it: in PKCS #8, or in the older forms of RSA and EC. */
final class PrivateKeyPem {

  private static final Pattern BLOCK = Pattern
      .compile("-----BEGIN (?<type>(?:RSA |EC )?PRIVATE KEY)-----(?<base64>[A-Za-z0-9+/=\\s]+)-----END");
  /** AlgorithmIdentifier of rsaEncryption, RFC 8017. */
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  /** The OID of id-ecPublicKey, RFC 5480. */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 4;
  /** Tag of the curve in an ECPrivateKey, RFC 5915. */
  private static final int PARAMETERS = 0xa0;

  private PrivateKeyPem() {}

  /** @throws GeneralSecurityException saying what is expected */
  static PrivateKey parse(String pem) throws GeneralSecurityException {
    var block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new GeneralSecurityException("expected an unencrypted PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group("base64"));
      return key(switch (block.group("type")) {
        case "RSA PRIVATE KEY" -> pkcs8(RSA, der);
        case "EC PRIVATE KEY" -> pkcs8(element(SEQUENCE, EC, curve(der)), der);
        default -> der;
      });
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new GeneralSecurityException("the private key is damaged", e);
    }
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    GeneralSecurityException last = null;
    for (var algorithm : new String[]{"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw last;
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, key));
  }

  /** The OID of the curve, which follows the version and the key itself. */
  private static byte[] curve(byte[] ecPrivateKey) {
    int at = content(ecPrivateKey, 0);
    while ((ecPrivateKey[at] & 0xff) != PARAMETERS) {
      at = content(ecPrivateKey, at) + length(ecPrivateKey, at);
    }
    int from = content(ecPrivateKey, at);
    return Arrays.copyOfRange(ecPrivateKey, from, from + length(ecPrivateKey, at));
  }

  /** Where the content of the element begins. */
  private static int content(byte[] der, int at) {
    return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
  }

  private static int length(byte[] der, int at) {
    int length = der[at + 1];
    if (length >= 0) {
      return length;
    }
    int value = 0;
    for (int i = 0; i < (length & 0x7f); i++) {
      value = value << 8 | der[at + 2 + i] & 0xff;
    }
    return value;
  }

  private static byte[] element(int tag, byte[]... contents) {
    var content = new ByteArrayOutputStream();
    for (var part : contents) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.size() < 0x80) {
      out.write(content.size());
    } else {
      out.write(0x82);
      out.write(content.size() >> 8);
      out.write(content.size());
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
