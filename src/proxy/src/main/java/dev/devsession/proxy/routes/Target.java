package dev.devsession.proxy.routes;

/**
 * Where the connections of one route go.
 *
 * @param host an IP address (without brackets) or a DNS name, which is looked up anew for every connection
 * @param port 1 to 65535
 */
public record Target(String host, int port) {

  /** {@code host:port}, as in the routes file. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
  }
}
