package dev.devsession.conformance;

/**
 * Where a way begins.
 *
 * @param http HTTP/1.1, HTTP/2 and WebSocket
 * @param grpc the interop service
 * @param raw a server that records the bytes that it gets
 */
record ServerPorts(int http, int grpc, int raw) {
  static ServerPorts free() {
    return new ServerPorts(FreePorts.next(), FreePorts.next(), FreePorts.next());
  }
}
