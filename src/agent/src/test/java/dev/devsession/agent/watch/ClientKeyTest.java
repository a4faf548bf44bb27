package dev.devsession.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ClientKeyTest {
  @Test
  void ellipticCurveKeyIsToldFromAnRsaKey() throws GeneralSecurityException {
    assertThat(ClientKey.isEllipticCurve(keyData("EC"))).isTrue();
    assertThat(ClientKey.isEllipticCurve(keyData("RSA"))).isFalse();
  }

  @Test
  void whatIsNoKeyIsNone() {
    assertThat(ClientKey.isEllipticCurve(null)).isFalse();
    assertThat(ClientKey.isEllipticCurve("bm9uc2Vuc2U=")).isFalse();
    assertThat(ClientKey.isEllipticCurve(base64("-----BEGIN PRIVATE KEY-----"))).isFalse();
  }

  private static String keyData(String algorithm) throws GeneralSecurityException {
    byte[] der = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
    return base64("-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END PRIVATE KEY-----\n");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
