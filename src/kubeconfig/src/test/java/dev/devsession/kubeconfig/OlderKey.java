package dev.devsession.kubeconfig;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** Private keys as Minikube (PKCS#1) and k3s (SEC 1, with curve and public key) write them. */
public final class OlderKey {

  private OlderKey() {}

  public static String pem(KeyPair pair) {
    StringWriter text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      if (pair.getPrivate() instanceof ECPrivateKey key) {
        var known = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        var curve = ASN1ObjectIdentifier.getInstance(known.getAlgorithm().getParameters());
        ASN1BitString point = known.getPublicKeyData();
        int bits = key.getParams().getOrder().bitLength();
        writer.writeObject(new PemObject("EC PRIVATE KEY",
            new org.bouncycastle.asn1.sec.ECPrivateKey(bits, key.getS(), point, curve).getEncoded()));
      } else {
        writer.writeObject(new JcaMiscPEMGenerator(pair.getPrivate()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
