package dev.devsession.localnet.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.hosts.names.LocalEndpoint;
import dev.devsession.hosts.names.LoopbackAddresses;
import dev.devsession.hosts.names.UnavailableEndpoint;
import dev.devsession.tunnel.Forwarder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopbackListenersTest {

  private static final int PORT = FreePort.find();

  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final IoEventLoop loop = group.next();
  private final LocalPorts localPorts = new LocalPorts(new Cluster());
  private final RecordedAddresses privileged = new RecordedAddresses();
  private LoopbackListeners listeners;

  @BeforeEach
  void prepare() {
    listeners = new LoopbackListeners(loop, localPorts, privileged, () -> {});
  }

  @AfterEach
  void close() {
    listeners.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void servicesWithTheSamePortLeadToTheirOwnHosts() throws IOException {
    LocalEndpoint orders = endpoint("orders", PORT, "10.96.0.1");
    LocalEndpoint stock = endpoint("stock", PORT, "10.96.0.2");

    assertThat(listenAt(orders, stock)).isEmpty();
    assertThat(greeting(orders)).isEqualTo("10.96.0.1:" + PORT);
    assertThat(greeting(stock)).isEqualTo("10.96.0.2:" + PORT);
  }

  @Test
  void recreatedServiceKeepsItsAddressAndLeadsToItsNewClusterIp() throws IOException {
    listenAt(endpoint("orders", PORT, "10.96.0.1"));
    LocalEndpoint recreated = endpoint("orders", PORT, "10.96.0.9");
    listenAt(recreated);

    assertThat(greeting(recreated)).isEqualTo("10.96.0.9:" + PORT);
  }

  @Test
  void removedServiceIsNoLongerListenedForAndOpenConnectionsStay() throws IOException {
    LocalEndpoint orders = endpoint("orders", PORT, "10.96.0.1");
    listenAt(orders);
    try (Socket open = connect(orders)) {
      BufferedReader in = reader(open);
      assertThat(in.readLine()).isEqualTo("10.96.0.1:" + PORT);

      listenAt();
      await().untilAsserted(
          () -> assertThatThrownBy(() -> connect(orders).close()).isInstanceOf(ConnectException.class));

      open.getOutputStream().write("still here\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(in.readLine()).isEqualTo("still here");
    }
  }

  @Test
  void portTakenOnAllAddressesIsReportedAndTheOthersAreOpen() throws IOException {
    LocalEndpoint orders = endpoint("orders", PORT, "10.96.0.1");
    LocalEndpoint stock = endpoint("stock", PORT + 1, "10.96.0.2");
    try (ServerSocket _ = new ServerSocket(PORT)) {
      assertThat(listenAt(orders, stock)).singleElement().satisfies(unavailable -> {
        assertThat(unavailable.endpoint()).isEqualTo(orders);
        assertThat(unavailable.why()).isEqualTo(UnavailableEndpoint.Why.TAKEN);
        assertThat(unavailable.detail()).isEqualTo("java (pid " + ProcessHandle.current().pid() + ")");
      });
      assertThat(greeting(stock)).isEqualTo("10.96.0.2:" + (PORT + 1));
    }

    assertThat(listenAt(orders, stock)).isEmpty();
    assertThat(greeting(orders)).isEqualTo("10.96.0.1:" + PORT);
  }

  @Test
  void portOfTheSessionsProcessIsKeptFreeUntilThatProcessListens() throws IOException {
    LocalEndpoint stock = endpoint("stock", PORT, "10.96.0.2");
    assertThat(listeners.listenAt(List.of(stock), Set.of(PORT))).extracting(UnavailableEndpoint::why)
        .containsExactly(UnavailableEndpoint.Why.KEPT_FREE);
    assertThatThrownBy(() -> connect(stock).close()).isInstanceOf(ConnectException.class);

    try (ServerSocket _ = new ServerSocket(PORT, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(listeners.listenAt(List.of(stock), Set.of(PORT))).isEmpty();
      assertThat(greeting(stock)).isEqualTo("10.96.0.2:" + PORT);
    }
  }

  @Test
  void portThatTheSwappedProcessHoldsOnAllAddressesNeedsNoListener() throws IOException {
    LocalEndpoint orders = endpoint("orders", PORT, "10.96.0.1");
    localPorts.setLocalPorts(Map.of(new LocalPorts.Name("orders.shop", PORT), PORT));
    assertThat(listeners.listenAt(List.of(orders), Set.of(PORT))).isEmpty();

    try (ServerSocket _ = new ServerSocket(PORT)) {
      assertThat(listeners.listenAt(List.of(orders), Set.of(PORT))).isEmpty();
    }
  }

  @Test
  void swappedPortLeadsNewConnectionsToTheLocalProcess() throws Exception {
    LocalEndpoint orders = endpoint("orders", PORT, "10.96.0.1");
    listenAt(orders);
    try (ServerSocket process = new ServerSocket(0, 5, InetAddress.ofLiteral("::1"))) {
      localPorts.setLocalPorts(Map.of(new LocalPorts.Name("orders.shop", PORT), process.getLocalPort()));
      Thread.ofVirtual().start(() -> {
        try (Socket accepted = process.accept()) {
          accepted.getOutputStream().write("from the machine\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      });

      assertThat(greeting(orders)).isEqualTo("from the machine");
    }
    try (Socket refused = connect(orders)) {
      assertThatThrownBy(() -> refused.getInputStream().read()).isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    localPorts.setLocalPorts(Map.of());

    assertThat(greeting(orders)).isEqualTo("10.96.0.1:" + PORT);
  }

  @Test
  void addressesAreAddedBeforeUseAndRemovedAfterwards() {
    LocalEndpoint orders = endpoint("orders", PORT, "10.96.0.1");
    listenAt(orders, endpoint("stock", PORT, "10.96.0.2"));
    assertThat(privileged.addresses).containsExactlyInAnyOrder(addresses.of("orders.shop"), addresses.of("stock.shop"));

    listenAt(orders);
    assertThat(privileged.addresses).containsExactly(addresses.of("orders.shop"));

    listeners.close();
    assertThat(privileged.addresses).isEmpty();
  }

  private List<UnavailableEndpoint> listenAt(LocalEndpoint... wanted) {
    return listeners.listenAt(List.of(wanted), Set.of());
  }

  private LocalEndpoint endpoint(String service, int port, String host) {
    return new LocalEndpoint(service + ".shop", addresses.of(service + ".shop"), port, host);
  }

  private static String greeting(LocalEndpoint endpoint) throws IOException {
    try (Socket socket = connect(endpoint)) {
      return reader(socket).readLine();
    }
  }

  private static Socket connect(LocalEndpoint endpoint) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(10_000);
    socket.connect(new InetSocketAddress(endpoint.address(), endpoint.port()), 10_000);
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  /** Sends the target of each connection, then echoes. */
  private static final class Cluster implements Forwarder {
    @Override
    public void carry(SocketChannel client, String host, int port) {
      client.pipeline().addLast(new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
          context.writeAndFlush(bytes);
        }
      });
      client.writeAndFlush(Unpooled.copiedBuffer(host + ":" + port + "\n", StandardCharsets.US_ASCII));
      client.config().setAutoRead(true);
    }
  }

  /** Records the addresses in use; opens no ports. */
  private static final class RecordedAddresses implements PrivilegedPorts {
    private final Set<String> addresses = new java.util.HashSet<>();

    @Override
    public void addAddresses(Collection<String> fresh) {
      addresses.addAll(fresh);
    }

    @Override
    public void removeAddresses(Collection<String> stale) {
      addresses.removeAll(stale);
    }

    @Override
    public Map<LowPort, String> open(Collection<LowPort> ports) {
      throw new AssertionError("no port below 1024 was expected");
    }

    @Override
    public void close(Collection<LowPort> ports) {
      throw new AssertionError("no port below 1024 was open");
    }
  }
}
