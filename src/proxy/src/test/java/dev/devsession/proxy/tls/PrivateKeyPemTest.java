package dev.devsession.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyPemTest {
  /** The bytes of a PKCS #8 key of RSA before the PKCS #1 key. */
  private static final int BEFORE_PKCS1 = 26;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void pkcs8KeyOfEachKindIsRead(String algorithm) throws Exception {
    var key = generate(algorithm);

    assertThat(PrivateKeyPem.parse(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
  }

  @Test
  void keyInTheOlderFormOfRsaIsRead() throws Exception {
    var key = generate("RSA");
    var pkcs1 = Arrays.copyOfRange(key.getEncoded(), BEFORE_PKCS1, key.getEncoded().length);

    assertThat(PrivateKeyPem.parse(pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(key);
  }

  @Test
  void keyInTheOlderFormOfEcIsRead() throws Exception {
    var key = (ECPrivateKey) generate("EC");
    var number = HexFormat.of().parseHex(String.format("%064x", key.getS()));
    var sec1 = new ByteArrayOutputStream();
    sec1.writeBytes(HexFormat.of().parseHex("30310201010420"));
    sec1.writeBytes(number);
    sec1.writeBytes(HexFormat.of().parseHex("a00a06082a8648ce3d030107")); // prime256v1
    var withParameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

    var read = (ECPrivateKey) PrivateKeyPem.parse(withParameters + pem("EC PRIVATE KEY", sec1.toByteArray()));

    assertThat(read.getS()).isEqualTo(key.getS()).isNotEqualTo(BigInteger.ZERO);
    assertThat(read.getParams().getOrder()).isEqualTo(key.getParams().getOrder());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PRIVATE", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END",
      "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END", "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END"})
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> PrivateKeyPem.parse(text)).isInstanceOf(GeneralSecurityException.class);
  }

  private static PrivateKey generate(String algorithm) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    if (!algorithm.equals("Ed25519")) {
      generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
    }
    return generator.generateKeyPair().getPrivate();
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type
        + "-----\n";
  }
}
