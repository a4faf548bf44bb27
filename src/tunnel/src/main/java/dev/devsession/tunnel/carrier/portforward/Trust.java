package dev.devsession.tunnel.carrier.portforward;

import java.security.cert.X509Certificate;
import java.util.List;

/** Whose certificates are accepted as the API server's. */
public sealed interface Trust {
  /** Those that one of these has signed, if they are for the server's name. */
  record Authorities(List<X509Certificate> certificates) implements Trust {}

  /** Those that the Java runtime trusts, if they are for the server's name. */
  record Runtime() implements Trust {}

  /** Any, unchecked: {@code insecure-skip-tls-verify}. */
  record AnyCertificate() implements Trust {}
}
