package dev.devsession.tunnel.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class EphemeralCertificateTest {

  private static final Instant NOW = Instant.parse("2026-12-01T10:15:30Z");

  private final EphemeralCertificate made = EphemeralCertificate.create(NOW);

  @Test
  void jdkReadsItAndFindsItsSignatureRight() throws Exception {
    var certificate = made.certificate();
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=devsession");
    assertThat(certificate.getSerialNumber()).isPositive();
  }

  @Test
  void isValidDespiteClocksThatDiffer() throws Exception {
    made.certificate().checkValidity(Date.from(NOW.minus(Duration.ofHours(47))));
    made.certificate().checkValidity(Date.from(NOW.plus(Duration.ofDays(729))));
    assertThatThrownBy(() -> made.certificate().checkValidity(Date.from(NOW.minus(Duration.ofDays(3)))))
        .isInstanceOf(CertificateNotYetValidException.class);
    assertThatThrownBy(() -> made.certificate().checkValidity(Date.from(NOW.plus(Duration.ofDays(731)))))
        .isInstanceOf(CertificateExpiredException.class);
  }

  @Test
  void eachIsAnother() {
    assertThat(EphemeralCertificate.create(NOW).fingerprint()).isNotEqualTo(made.fingerprint());
  }

  @Test
  void keyIsNotPrinted() {
    assertThat(made).hasToString("EphemeralCertificate[" + made.fingerprint() + "]");
  }
}
