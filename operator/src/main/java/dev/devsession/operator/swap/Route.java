package dev.devsession.operator.swap;

/**
 * One port that the proxy listens on and where it leads.
 *
 * @param listenPort the container port that the Service's targetPort means
 * @param host name or address of the machine
 * @param hostPort port on the machine
 */
public record Route(int listenPort, String host, int hostPort) {
  /** A line of the proxy's routes file. */
  String line() {
    return listenPort + "=" + (host.contains(":") ? "[" + host + "]" : host) + ":" + hostPort + "\n";
  }
}
