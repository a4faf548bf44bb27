package dev.devsession.tunnel.carrier.portforward;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes a user known to the API server.
 *
 * @param headers of the request, such as {@code Authorization}
 * @param certificate shown in the TLS handshake
 */
public record Credentials(Map<String, List<String>> headers, Optional<ClientCertificate> certificate) {

  /**
   * A certificate with its key.
   *
   * @param chain the client's own certificate first
   */
  public record ClientCertificate(PrivateKey key, List<X509Certificate> chain) {}

  /** It is a secret. */
  @Override
  public String toString() {
    return "Credentials" + headers.keySet() + certificate.map(shown -> " and a certificate").orElse("");
  }
}
