package dev.devsession.tunnel.carrier.portforward;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials of a user for the API server.
 *
 * @param headers of the request, such as {@code Authorization}
 * @param certificate sent in the TLS handshake
 */
public record Credentials(Map<String, List<String>> headers, Optional<ClientCertificate> certificate) {

  /**
   * A certificate with its key.
   *
   * @param chain the client's own certificate first
   */
  public record ClientCertificate(PrivateKey key, List<X509Certificate> chain) {}

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Credentials" + headers.keySet() + certificate.map(shown -> " and a certificate").orElse("");
  }
}
