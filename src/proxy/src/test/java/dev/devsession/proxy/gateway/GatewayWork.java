package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.image.ImageProcess;
import dev.devsession.proxy.Loopback;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.carrier.tls.TlsCarrier;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import dev.devsession.tunnel.stream.TunnelConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Typical work of a gateway, with the gateway in another process. */
public final class GatewayWork {

  private static final String SESSION = "a-session";

  private static final int EXCHANGES = 20;

  private final int tunnelPort = ImageProcess.unusedPort();
  private final int callersPort = ImageProcess.unusedPort();
  private final int tlsPort = ImageProcess.unusedPort();

  public GatewayWork() throws IOException {}

  /** The environment to start the gateway with, including {@code more}. */
  public Map<String, String> environment(Map<String, String> more) {
    var env = new HashMap<>(more);
    env.put("DEVSESSION_SESSION", SESSION);
    env.put("DEVSESSION_TUNNEL_PORT", "" + tunnelPort);
    env.put("DEVSESSION_PORT", "" + callersPort);
    env.put("DEVSESSION_ALLOW", "127.0.0.0/8");
    env.put("DEVSESSION_PATHS", "PodAddress");
    env.put("DEVSESSION_TLS_PORT", "" + tlsPort);
    env.put("DEVSESSION_POD_IPS", "127.0.0.1");
    return env;
  }

  /** Connects both ways as an agent does, and carries some bytes each way. */
  public void runWith(ImageProcess gateway) throws Exception {
    gateway.awaitPort(callersPort);
    try (var machine = new Machine(tunnelPort, Machine.identity(SESSION, "ada"));
        var server = Loopback.listen()) {
      var own = EphemeralCertificate.create(Instant.now());
      var offer = machine.connect(ConnectionRole.REVERSE, own).orElseThrow();
      exchangeManyTimes(machine, machine.connect(ConnectionRole.FORWARD), server);
      gateway.awaitPort(tlsPort);
      var carrier = new TlsCarrier(new InetSocketAddress("127.0.0.1", tlsPort), own, offer.certificate());
      machine.connect(ConnectionRole.REVERSE, carrier);
      exchangeManyTimes(machine, machine.connect(ConnectionRole.FORWARD, carrier), server);
    }
  }

  private void exchangeManyTimes(Machine machine, TunnelConnection toCluster, ServerSocket server) throws IOException {
    var forward = machine.listen(toCluster, "localhost:" + server.getLocalPort());
    for (int i = 0; i < EXCHANGES; i++) {
      try (var client = Loopback.connect(forward); var target = Loopback.accept(server)) {
        exchange(client, target);
      }
      try (var caller = Loopback.connect(callersPort)) {
        int port = server.getLocalPort();
        caller.getOutputStream().write(new byte[]{(byte) (port >> 8), (byte) port});
        try (var target = Loopback.accept(server)) {
          exchange(caller, target);
        }
      }
    }
  }

  private static void exchange(Socket client, Socket target) throws IOException {
    Loopback.send(client, "question");
    assertThat(Loopback.read(target, 8)).isEqualTo("question");
    Loopback.send(target, "answer");
    assertThat(Loopback.read(client, 6)).isEqualTo("answer");
    client.shutdownOutput();
    assertThat(target.getInputStream().read()).isEqualTo(-1);
  }
}
