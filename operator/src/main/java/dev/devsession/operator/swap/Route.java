package dev.devsession.operator.swap;

/**
 * One port that the proxy listens on and where it leads.
 *
 * @param listenPort the container port that the Service's targetPort means
 * @param host name or address of the machine, or of the gateway that leads to it
 * @param hostPort port on the machine
 * @param gatewayPort port of the gateway; 0: the proxy connects to the machine itself
 */
record Route(int listenPort, String host, int hostPort, int gatewayPort) {
  /** A line of the proxy's routes file. */
  String line() {
    return listenPort + "=" + target() + "\n";
  }

  /** Where it leads, as the routes file has it. */
  String target() {
    var address = bracketed(host);
    return gatewayPort == 0 ? address + ":" + hostPort : hostPort + " via " + address + ":" + gatewayPort;
  }

  /** The host as it stands before a port. */
  static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
