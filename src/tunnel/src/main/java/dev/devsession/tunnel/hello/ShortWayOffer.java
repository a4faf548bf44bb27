package dev.devsession.tunnel.hello;

import dev.devsession.tunnel.hello.HelloRefusal.Code;
import dev.devsession.tunnel.keys.CertificateFingerprint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a gateway awaits the agent by TLS, besides the way by which it has come.
 *
 * @param certificate the one that the gateway shows
 * @param port at its pod's addresses; at its node's the session's NodePort Service has another
 * @param podAddresses IP addresses; none if the agent shouldn't use them
 * @param nodeAddresses likewise
 */
public record ShortWayOffer(CertificateFingerprint certificate, int port, List<String> podAddresses,
    List<String> nodeAddresses) {

  private static final String CERTIFICATE = "certificate";
  private static final String PORT = "tls-port";
  private static final String POD = "pod-addresses";
  private static final String NODE = "node-addresses";
  private static final int MAX_PORT = 65_535;

  public ShortWayOffer {
    podAddresses = List.copyOf(podAddresses);
    nodeAddresses = List.copyOf(nodeAddresses);
  }

  void addTo(Map<String, String> fields) {
    fields.put(CERTIFICATE, certificate.hex());
    fields.put(PORT, Integer.toString(port));
    fields.put(POD, podAddresses.isEmpty() ? null : String.join(",", podAddresses));
    fields.put(NODE, nodeAddresses.isEmpty() ? null : String.join(",", nodeAddresses));
  }

  /** Empty if the gateway offers none. */
  static Optional<ShortWayOffer> of(Map<String, String> fields) throws HelloRefusedException {
    var certificate = certificate(fields);
    return certificate.isEmpty()
        ? Optional.empty()
        : Optional.of(new ShortWayOffer(certificate.get(), port(fields.getOrDefault(PORT, "")),
            list(fields.get(POD)), list(fields.get(NODE))));
  }

  /** The certificate that the sender shows, if it says so. */
  static Optional<CertificateFingerprint> certificate(Map<String, String> fields) throws HelloRefusedException {
    var text = fields.get(CERTIFICATE);
    if (text == null) {
      return Optional.empty();
    }
    return Optional.of(CertificateFingerprint.parse(text).orElseThrow(
        () -> new HelloRefusedException(new HelloRefusal(Code.MALFORMED,
            "expected the SHA-256 of a certificate, 64 hexadecimal digits, got \"" + text + '"'))));
  }

  private static int port(String text) throws HelloRefusedException {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > MAX_PORT) {
      throw new HelloRefusedException(
          new HelloRefusal(Code.MALFORMED, "expected a port after tls-port, got \"" + text + '"'));
    }
    return port;
  }

  private static List<String> list(String text) {
    return text == null ? List.of() : Stream.of(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
