package dev.devsession.localnet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.localnet.loopback.ListeningSockets.Holder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningSocketsTest {

  private static final String SELF = "java (pid " + ProcessHandle.current().pid() + ")";

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0", "::"})
  void socketsOnLocalhostAndOnAllAddressesAnswer(String address) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
      assertThat(ListeningSockets.now().isAnswered(socket.getLocalPort())).isTrue();
    }
  }

  @Test
  void otherLoopbackAddressIsNotLocalhost() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.1.2.3"))) {
      ListeningSockets now = ListeningSockets.now();

      assertThat(now.isAnswered(socket.getLocalPort())).isFalse();
      assertThat(now.holder("127.1.2.3", socket.getLocalPort())).contains(new Holder(SELF, false));
      assertThat(now.holder("127.1.2.4", socket.getLocalPort())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void whoListensEverywhereHoldsThePortOfEachAddress(String address) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
      assertThat(ListeningSockets.now().holder("127.1.2.3", socket.getLocalPort())).contains(new Holder(SELF, true));
    }
  }

  @Test
  void anAgentIsCalledByItsName() throws Exception {
    String java = System.getProperty("java.home") + "/bin/java";
    Process agent = new ProcessBuilder(java, "-cp",
        "/opt/devsession-agent-1.jar:" + System.getProperty("java.class.path"),
        Listening.class.getName()).start();
    try (var said = new BufferedReader(new InputStreamReader(agent.getInputStream()))) {
      int port = Integer.parseInt(said.readLine());
      assertThat(ListeningSockets.now().holder("127.1.2.5", port))
          .contains(new Holder("another devsession (pid " + agent.pid() + ")", false));
    } finally {
      agent.destroyForcibly();
    }
  }

  /** Listens until it is ended. */
  static final class Listening {
    private Listening() {}

    public static void main(String[] args) throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.1.2.5"))) {
        System.out.println(socket.getLocalPort());
        socket.accept();
      }
    }
  }

  @Test
  void ipv4OnlySocketIsFound() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.1.2.3"), 0));
      int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
      assertThat(ListeningSockets.now().holder("127.1.2.3", port)).contains(new Holder(SELF, false));
    }
  }
}
