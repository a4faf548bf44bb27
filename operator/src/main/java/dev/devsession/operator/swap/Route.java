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
    var address = host.contains(":") ? "[" + host + "]" : host;
    return gatewayPort == 0
        ? listenPort + "=" + address + ":" + hostPort + "\n"
        : listenPort + "=" + hostPort + " via " + address + ":" + gatewayPort + "\n";
  }
}
