package dev.devsession.proxy.gateway;

import dev.devsession.proxy.Loopback;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.stream.TunnelConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A gateway and a machine that is connected to it in both roles. Closing it checks that nothing is left. */
final class BothEnds implements AutoCloseable {

  /** The direction in which connections are opened. */
  enum Direction {
    TO_THE_MACHINE,
    TO_THE_CLUSTER
  }

  final RunningGateway gateway = new RunningGateway("127.0.0.0/8");
  final Machine machine = gateway.machine("ada");
  final TunnelConnection reverse;
  final TunnelConnection forward;
  private final Map<Integer, Integer> ports = new ConcurrentHashMap<>();

  BothEnds() throws Exception {
    reverse = machine.connect(ConnectionRole.REVERSE);
    forward = machine.connect(ConnectionRole.FORWARD);
  }

  /** Connects through the tunnel to a server of this host. */
  Socket connect(Direction direction, int serverPort) throws IOException {
    if (direction == Direction.TO_THE_MACHINE) {
      return gateway.call(serverPort);
    }
    var client = Loopback.connect(portLeadingTo(serverPort));
    client.setTcpNoDelay(true);
    return client;
  }

  /** The port on the machine whose connections go through the tunnel to a server of this host. */
  int portLeadingTo(int serverPort) {
    return ports.computeIfAbsent(serverPort, port -> machine.listen(forward, "127.0.0.1:" + port));
  }

  Socket connect(Direction direction, ServerSocket server) throws IOException {
    return connect(direction, server.getLocalPort());
  }

  /** How many TCP connections the agent's end carries in both directions together. */
  int streams() throws Exception {
    return machine.callOnLoop(() -> reverse.streams() + forward.streams());
  }

  @Override
  public void close() {
    machine.close();
    gateway.close();
  }
}
