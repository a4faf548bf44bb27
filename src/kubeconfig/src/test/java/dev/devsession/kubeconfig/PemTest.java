package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PemTest {

  /** Keys in older formats: PKCS#1 for RSA, SEC 1 for elliptic curves. */
  @ParameterizedTest
  @CsvSource({"rsa2048,RSA", "rsa4096,RSA", "ecp256,EC", "ecp384,EC"})
  void keysInPkcs1AndSec1AreRead(Algorithm algorithm, String kind) throws Exception {
    KeyPair pair = bundle(algorithm).getKeyPair();
    PrivateKey key = pair.getPrivate();
    String pem = OlderKey.pem(pair);

    assertThat(pem).startsWith("-----BEGIN " + kind + " PRIVATE KEY-----");
    assertThat(number(Pem.privateKey(pem))).isEqualTo(number(key));
    assertThat(
        number(Pem.privateKey("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + pem)))
        .isEqualTo(number(key));
  }

  @ParameterizedTest
  @EnumSource(names = {"rsa2048", "ecp256", "ecp384", "ed25519"})
  void keysInPkcs8AreRead(Algorithm algorithm) throws Exception {
    X509Bundle bundle = bundle(algorithm);
    assertThat(Pem.privateKey(bundle.getPrivateKeyPEM())).isEqualTo(bundle.getKeyPair().getPrivate());
  }

  @Test
  void certificateChainIsReadInOrder() throws Exception {
    X509Bundle one = bundle(Algorithm.ecp256);
    X509Bundle two = bundle(Algorithm.rsa2048);

    assertThat(Pem.certificates(one.getCertificatePEM() + "\n" + two.getCertificatePEM()))
        .containsExactly(one.getCertificate(), two.getCertificate());
  }

  @Test
  void malformedTextIsReported() {
    assertThatThrownBy(() -> Pem.certificates("")).isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> Pem.privateKey("nonsense")).isInstanceOf(GeneralSecurityException.class)
        .hasMessage("there is no private key in it");

    for (String kind : new String[]{"", "EC ", "RSA ", "ENCRYPTED "}) {
      assertThatThrownBy(
          () -> Pem.privateKey("-----BEGIN " + kind + "PRIVATE KEY-----\nMHcC\n-----END " + kind + "PRIVATE KEY-----"))
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  /** The secret number of the key. */
  private static BigInteger number(PrivateKey key) {
    return key instanceof ECPrivateKey curve ? curve.getS() : ((RSAPrivateKey) key).getPrivateExponent();
  }

  private static X509Bundle bundle(Algorithm algorithm) throws Exception {
    return new CertificateBuilder().subject("CN=ada").setIsCertificateAuthority(true).algorithm(algorithm)
        .buildSelfSigned();
  }
}
