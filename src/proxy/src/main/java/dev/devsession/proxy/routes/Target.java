package dev.devsession.proxy.routes;

/**
 * Where the connections of one route go.
 *
 * @param host     an IP address (without brackets) or a DNS name, which is resolved for every connection
 * @param port     1 to 65535
 * @param hostPort the port on the machine behind a gateway at {@code host:port}, which the gateway reads first; 0 if
 *                 {@code host:port} is the machine itself
 */
public record Target(String host, int port, int hostPort) implements Destination {

  public Target(String host, int port) {
    this(host, port, 0);
  }

  /**
   * Reads {@code HOST:PORT}.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  public static Target parse(String text) {
    int colon = text.lastIndexOf(':');
    int port = colon < 0 ? -1 : port(text.substring(colon + 1));
    if (port < 0) {
      throw new IllegalArgumentException("expected HOST:PORT, PORT from 1 to 65535, got \"" + text + '"');
    }
    var host = HostSyntax.unbracketed(text.substring(0, colon));
    if (host == null) {
      throw new IllegalArgumentException(
          "expected an IPv4 address, an IPv6 address in brackets or a DNS name as host, got \""
              + text.substring(0, colon) + '"');
    }
    return new Target(host, port);
  }

  /** The port in the text, or -1. */
  static int port(String text) {
    int port = 0;
    for (int i = 0; i < text.length() && port <= 65535; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      port = port * 10 + digit;
    }
    return port >= 1 && port <= 65535 ? port : -1;
  }

  /** This target as a gateway, with this port on the machine behind it. */
  Target via(int portBehind) {
    return new Target(host, port, portBehind);
  }

  /** The gateway that it lies behind, or null if there is none. */
  public Target gateway() {
    return hostPort == 0 ? null : via(0);
  }

  /** As in the routes file. */
  @Override
  public String toString() {
    var place = (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    return hostPort == 0 ? place : hostPort + " via " + place;
  }
}
