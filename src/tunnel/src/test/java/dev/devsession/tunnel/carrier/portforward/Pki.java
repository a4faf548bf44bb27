package dev.devsession.tunnel.carrier.portforward;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.util.List;

/** A certificate authority and its certificates. */
final class Pki {

  private final X509Bundle authority = build(
      new CertificateBuilder().subject("CN=authority").setIsCertificateAuthority(true), null);

  Trust.Authorities trust() {
    return new Trust.Authorities(List.of(authority.getCertificate()));
  }

  /** For 127.0.0.1 and the name {@code kubernetes.test}. */
  X509Bundle server() {
    return build(
        new CertificateBuilder().subject("CN=server").addSanIpAddress("127.0.0.1").addSanDnsName("kubernetes.test"),
        authority);
  }

  X509Bundle client(String name, Algorithm algorithm) {
    return build(new CertificateBuilder().subject("CN=" + name).algorithm(algorithm), authority);
  }

  X509Bundle authority() {
    return authority;
  }

  private static X509Bundle build(CertificateBuilder builder, X509Bundle issuer) {
    try {
      return issuer == null ? builder.buildSelfSigned() : builder.buildIssuedBy(issuer);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
