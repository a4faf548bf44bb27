package dev.devsession.proxy.tls;

import dev.devsession.tunnel.keys.Pkcs8;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** A private key as Secrets of type kubernetes.io/tls hold it: in PKCS #8, or in the older forms of RSA and EC. */
final class PrivateKeyPem {

  private static final Pattern BLOCK = Pattern
      .compile("-----BEGIN (?<type>(?:RSA |EC )?PRIVATE KEY)-----(?<base64>[A-Za-z0-9+/=\\s]+)-----END");

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
        case "RSA PRIVATE KEY" -> Pkcs8.ofPkcs1(der);
        case "EC PRIVATE KEY" -> Pkcs8.ofSec1(der);
        default -> der;
      });
    } catch (IllegalArgumentException e) {
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
}
