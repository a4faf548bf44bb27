package dev.devsession.kubeconfig;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
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
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Certificates and keys as text (RFC 7468). Of private keys also the kinds that PKCS#8 has replaced, since Minikube
 * writes RSA keys as in PKCS#1 (RFC 8017, A.1.2), and k3s elliptic-curve keys as in SEC 1 (RFC 5915).
 */
public final class Pem {

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
    try (var parser = new PEMParser(new StringReader(pem))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        switch (part) {
          case PEMKeyPair older -> {
            return pkcs8(older.getPrivateKeyInfo().getEncoded());
          }
          case PrivateKeyInfo key -> {
            return pkcs8(key.getEncoded());
          }
          case PEMEncryptedKeyPair encrypted -> throw isEncrypted();
          case PKCS8EncryptedPrivateKeyInfo encrypted -> throw isEncrypted();
          default -> {
          } // A certificate, or the parameters that OpenSSL writes before an elliptic-curve key.
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new GeneralSecurityException("the private key in it is damaged", e);
    }
    throw new GeneralSecurityException("there is no private key in it");
  }

  /** The text of something encoded. */
  static String format(String kind, byte[] der) {
    return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
        + "\n-----END " + kind + "-----\n";
  }

  private static GeneralSecurityException isEncrypted() {
    return new GeneralSecurityException("the private key in it is encrypted, which kubeconfigs don't support");
  }

  /** Bouncy Castle's own converter asks for a key factory by a name that the JDK doesn't have. */
  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // Another kind of key.
      }
    }
    throw new GeneralSecurityException("the private key in it is neither RSA nor of a known elliptic curve");
  }
}
