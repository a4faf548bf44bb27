package dev.devsession.tunnel.keys;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;

/**
 * A key of this process with a certificate for it (RFC 5280), which lives in memory only. Nobody vouches for it: the
 * other end is told its fingerprint on a connection that is authenticated by other means.
 *
 * @param key on the curve P-256
 */
public record EphemeralCertificate(PrivateKey key, X509Certificate certificate, CertificateFingerprint fingerprint) {

  /** The clocks of a machine and a cluster may differ. */
  private static final Duration BEFORE = Duration.ofDays(2);
  /** Longer than a process lives. */
  private static final Duration AFTER = Duration.ofDays(730);
  private static final int SERIAL_BITS = 63;

  /** The object identifier ecdsa-with-SHA256. */
  private static final byte[] ALGORITHM = Der.element(Der.SEQUENCE, HexFormat.of().parseHex("06082a8648ce3d040302"));
  /** The object identifier commonName. */
  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
  private static final byte[] NAME = Der.element(Der.SEQUENCE, Der.element(Der.SET, Der.element(Der.SEQUENCE,
      COMMON_NAME, Der.element(Der.UTF8_STRING, "devsession".getBytes(StandardCharsets.UTF_8)))));
  private static final byte[] NO_UNUSED_BITS = {0};

  /** Makes a new key. @param now by the clock of this machine */
  public static EphemeralCertificate create(Instant now) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      byte[] content = Der.element(Der.SEQUENCE,
          Der.element(Der.INTEGER, new BigInteger(SERIAL_BITS, new SecureRandom()).toByteArray()), ALGORITHM, NAME,
          Der.element(Der.SEQUENCE, time(now.minus(BEFORE)), time(now.plus(AFTER))), NAME,
          keys.getPublic().getEncoded());
      var signing = Signature.getInstance("SHA256withECDSA");
      signing.initSign(keys.getPrivate());
      signing.update(content);
      byte[] der = Der.element(Der.SEQUENCE, content, ALGORITHM,
          Der.element(Der.BIT_STRING, NO_UNUSED_BITS, signing.sign()));
      var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(der));
      return new EphemeralCertificate(keys.getPrivate(), certificate, CertificateFingerprint.of(certificate));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has P-256 and X.509", e);
    }
  }

  /** Without a formatter, which takes more memory than all the rest of a certificate. */
  private static byte[] time(Instant at) {
    var utc = at.atOffset(ZoneOffset.UTC);
    long digits = utc.getYear() % 100;
    for (int part : new int[]{utc.getMonthValue(), utc.getDayOfMonth(), utc.getHour(), utc.getMinute(),
        utc.getSecond()}) {
      digits = 100 * digits + part;
    }
    return Der.element(Der.UTC_TIME, (digits + "Z").getBytes(StandardCharsets.US_ASCII));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "EphemeralCertificate[" + fingerprint + "]";
  }
}
