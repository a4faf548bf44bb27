package dev.devsession.localnet.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.hosts.names.LocalEndpoint;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections to the name of a swapped service lead to the local process. */
class LocalPortsTest {

  private static final LocalEndpoint ORDERS = new LocalEndpoint("orders.shop", "127.146.80.52", FreePort.find(),
      "10.96.0.1");
  private static final int MEBIBYTE = 1024 * 1024;

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final LocalPorts localPorts = new LocalPorts((client, host, port) -> {
    throw new AssertionError("expected a connection within the machine");
  });
  private LoopbackListeners listeners;
  private ServerSocket process;
  private Socket client;
  private Socket accepted;

  @BeforeEach
  void connect() throws IOException {
    process = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
    localPorts.setLocalPorts(Map.of(new LocalPorts.Name("orders.shop", ORDERS.port()), process.getLocalPort()));
    listeners = new LoopbackListeners(group.next(), localPorts, new UnusedPrivileges(), () -> {});
    assertThat(listeners.listenAt(List.of(ORDERS), Set.of())).isEmpty();
    client = new Socket();
    client.setSoTimeout(10_000);
    client.connect(new InetSocketAddress(ORDERS.address(), ORDERS.port()));
    accepted = process.accept();
    accepted.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    accepted.close();
    process.close();
    listeners.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void answerArrivesWholeAfterTheClientClosedItsHalf() throws Exception {
    byte[] question = random(4);
    byte[] answer = random(6);
    CompletableFuture<byte[]> read = reading(accepted);
    client.getOutputStream().write(question);
    client.shutdownOutput();

    assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(question);

    CompletableFuture<byte[]> answered = reading(client);
    accepted.getOutputStream().write(answer);
    accepted.shutdownOutput();
    assertThat(answered.get(20, TimeUnit.SECONDS)).isEqualTo(answer);
  }

  @Test
  void processMayCloseItsHalfFirst() throws Exception {
    accepted.shutdownOutput();
    assertThat(client.getInputStream().read()).isEqualTo(-1);

    byte[] late = random(1);
    CompletableFuture<byte[]> read = reading(accepted);
    client.getOutputStream().write(late);
    client.close();
    assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(late);
  }

  @Test
  void resetByTheProcessReachesTheClient() throws IOException {
    accepted.setSoLinger(true, 0);
    accepted.close();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void resetByTheClientReachesTheProcess() throws IOException {
    client.setSoLinger(true, 0);
    client.close();

    assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void bytesForAStalledProcessWaitAtTheClientAndArriveLater() throws Exception {
    try (SocketChannel sender = SocketChannel.open(new InetSocketAddress(ORDERS.address(), ORDERS.port()));
        Socket stalled = process.accept()) {
      sender.configureBlocking(false);
      byte[] all = random(64);
      ByteBuffer left = ByteBuffer.wrap(all);
      await().during(300, TimeUnit.MILLISECONDS).atMost(20, TimeUnit.SECONDS).until(() -> sender.write(left) == 0);
      assertThat(left.remaining()).as("bytes that the process did not read").isGreaterThan(16 * MEBIBYTE);

      CompletableFuture<byte[]> read = reading(stalled);
      sender.configureBlocking(true);
      while (left.hasRemaining()) {
        sender.write(left);
      }
      sender.shutdownOutput();
      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(all);
    }
  }

  private static CompletableFuture<byte[]> reading(Socket socket) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
  }

  private static byte[] random(int mebibytes) {
    byte[] bytes = new byte[mebibytes * MEBIBYTE + 7];
    new Random(mebibytes).nextBytes(bytes);
    return bytes;
  }

  private static final class UnusedPrivileges implements PrivilegedPorts {
    @Override
    public void addAddresses(Collection<String> addresses) {}

    @Override
    public void removeAddresses(Collection<String> addresses) {}

    @Override
    public Map<LowPort, String> open(Collection<LowPort> ports) {
      throw new AssertionError("no port below 1024 was expected");
    }

    @Override
    public void close(Collection<LowPort> ports) {}
  }
}
