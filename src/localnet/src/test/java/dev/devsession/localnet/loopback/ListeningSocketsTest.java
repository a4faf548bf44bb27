package dev.devsession.localnet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
      assertThat(now.holder("127.1.2.3", socket.getLocalPort())).contains(SELF);
      assertThat(now.holder("127.1.2.4", socket.getLocalPort())).isEmpty();
    }
  }

  @Test
  void ipv4OnlySocketIsFound() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.1.2.3"), 0));
      int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();

      assertThat(ListeningSockets.now().holder("127.1.2.3", port)).contains(SELF);
    }
  }
}
