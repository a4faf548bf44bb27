package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.proxy.relay.HostResolver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DialTest {

  @Test
  @Timeout(10)
  void refusingTargetResetsTheClient() throws Exception {
    try (var proxy = RunningProxy.to(RunningProxy.freePort())) {
      assertReset(proxy);
    }
  }

  @Test
  @Timeout(10)
  void unresolvableNameResetsTheClient() throws Exception {
    HostResolver nothing = name -> {
      throw new UnknownHostException(name);
    };
    try (var proxy = RunningProxy.with("PORT=nowhere:1", nothing)) {
      assertReset(proxy);
    }
  }

  @Test
  @Timeout(10)
  void silentTargetResetsTheClientAfterTheConnectTimeout() throws Exception {
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var proxy = RunningProxy.with("PORT=127.0.0.1:" + deaf.getLocalPort(), Duration.ofMillis(300))) {
      var fillers = fillBacklog(deaf);
      long start = System.nanoTime();

      assertReset(proxy);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
      for (var filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void nextAddressOfANameIsTriedWhenTheFirstRefuses() throws Exception {
    HostResolver two = name -> new InetAddress[]{InetAddress.ofLiteral("127.0.0.9"),
        InetAddress.ofLiteral("127.0.0.1")};
    try (var server = Loopback.listen(); var proxy = RunningProxy.with("PORT=twice:" + server.getLocalPort(), two)) {
      assertForwards(proxy, server);
    }
  }

  @Test
  void nameIsLookedUpForEachConnection() throws Exception {
    var address = new AtomicReference<>("127.0.0.1");
    HostResolver moving = name -> new InetAddress[]{InetAddress.ofLiteral(address.get())};
    try (var here = Loopback.listen("127.0.0.1", 0);
        var there = Loopback.listen("127.0.0.2", here.getLocalPort());
        var proxy = RunningProxy.with("PORT=laptop:" + here.getLocalPort(), moving)) {
      assertForwards(proxy, here);
      address.set("127.0.0.2");
      assertForwards(proxy, there);
    }
  }

  @Test
  void targetThatListensAgainIsReached() throws Exception {
    int port = RunningProxy.freePort();
    try (var proxy = RunningProxy.to(port)) {
      assertReset(proxy);
      try (var server = Loopback.listen("127.0.0.1", port)) {
        assertForwards(proxy, server);
      }
    }
  }

  /** Nodes refuse connections to a gateway that they don't know yet. */
  @Test
  @Timeout(10)
  void gatewayThatIsNewAmongTheRoutesIsDialedAgain() throws Exception {
    int gatewayPort = RunningProxy.freePort();
    try (var proxy = RunningProxy.with("PORT=3000 via 127.0.0.1:" + gatewayPort);
        var client = Loopback.connect(proxy.port)) {
      client.setSoTimeout(300);
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

      try (var gateway = Loopback.listen("127.0.0.1", gatewayPort)) {
        Loopback.send(client, "early");
        assertThat(nextCall(gateway, 5)).isEqualTo("early");
      }
    }
  }

  /**
   * A node that doesn't know the gateway's ClusterIP sends a connection nowhere for as long as it lasts; only another
   * connection gets through.
   */
  @Test
  @Timeout(10)
  void newGatewayThatDropsConnectionsIsDialedAgain() throws Exception {
    var address = new AtomicReference<>("127.0.0.2");
    HostResolver moving = name -> new InetAddress[]{InetAddress.ofLiteral(address.get())};
    int port = RunningProxy.freePort();
    try (var deaf = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.2"));
        var gateway = Loopback.listen("127.0.0.1", port)) {
      var fillers = fillBacklog(deaf);
      try (var proxy = RunningProxy.with("PORT=3000 via gateway:" + port, moving, Duration.ofMinutes(1));
          var client = Loopback.connect(proxy.port)) {
        client.setSoTimeout(600);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        address.set("127.0.0.1");
        Loopback.send(client, "early");
        assertThat(nextCall(gateway, 5)).isEqualTo("early");
      }
      for (var filler : fillers) {
        filler.close();
      }
    }
  }

  /** A full backlog drops further SYNs, as an address behind a silent firewall does. */
  private static List<SocketChannel> fillBacklog(ServerSocket server) throws Exception {
    var fillers = new ArrayList<SocketChannel>();
    for (int i = 0; i < 8; i++) {
      var filler = SocketChannel.open();
      filler.configureBlocking(false);
      filler.connect(server.getLocalSocketAddress());
      fillers.add(filler);
    }
    return fillers;
  }

  /** The bytes that the next caller sends; the proxy's connection for notices begins with two zeros. */
  private static String nextCall(ServerSocket gateway, int bytes) throws Exception {
    var call = Loopback.accept(gateway);
    var read = Loopback.read(call, 2);
    return read.equals("\0\0") ? nextCall(gateway, bytes) : Loopback.read(call, bytes);
  }

  @Test
  @Timeout(10)
  void gatewayThatStaysAwayResetsTheClient() throws Exception {
    try (var proxy = RunningProxy.with("PORT=3000 via 127.0.0.1:" + RunningProxy.freePort())) {
      assertReset(proxy);
    }
  }

  private static void assertReset(RunningProxy proxy) throws Exception {
    try (var client = Loopback.connect(proxy.port)) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  private static void assertForwards(RunningProxy proxy, ServerSocket server) throws Exception {
    try (var client = Loopback.connect(proxy.port)) {
      Loopback.send(client, "early");
      try (var target = Loopback.accept(server)) {
        assertThat(Loopback.read(target, 5)).isEqualTo("early");
      }
    }
  }
}
