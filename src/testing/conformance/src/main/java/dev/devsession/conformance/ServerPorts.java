package dev.devsession.conformance;

/**
 * Where a way begins.
 *
 * @param host an IP address
 * @param http HTTP/1.1, HTTP/2 and WebSocket
 * @param grpc the interop service
 * @param raw a server that records the bytes that it gets
 */
public record ServerPorts(String host, int http, int grpc, int raw) {
  static final String LOOPBACK = "127.0.0.1";

  static ServerPorts free() {
    return free(LOOPBACK);
  }

  static ServerPorts free(String host) {
    return new ServerPorts(host, FreePorts.next(), FreePorts.next(), FreePorts.next());
  }
}
