package dev.devsession.tunnel.keys;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Says which certificate the other end shows, and no other.
 *
 * @param hex the SHA-256 of the certificate in DER: 64 digits, small letters
 */
public record CertificateFingerprint(String hex) {

  private static final int DIGITS = 64;

  /** That of this certificate. */
  public static CertificateFingerprint of(X509Certificate certificate) throws GeneralSecurityException {
    return new CertificateFingerprint(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
  }

  /** Empty if it isn't one. */
  public static Optional<CertificateFingerprint> parse(String text) {
    return text.length() == DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')
        ? Optional.of(new CertificateFingerprint(text))
        : Optional.empty();
  }

  /** As on the wire. */
  @Override
  public String toString() {
    return hex;
  }
}
