package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReloadTest {

  @Test
  void newConnectionsGoToTheNewTargetAndIdleOldOnesEnd() throws Exception {
    try (var one = Loopback.listen();
        var two = Loopback.listen();
        var proxy = RunningProxy.to(one.getLocalPort());
        var old = Loopback.connect(proxy.port);
        var oldTarget = Loopback.accept(one)) {
      swap(proxy, proxy.port + "=127.0.0.1:" + two.getLocalPort());

      assertForwards(proxy.port, two);
      Loopback.send(old, "still");
      assertThat(Loopback.read(oldTarget, 5)).isEqualTo("still");
      Loopback.send(oldTarget, "here");
      assertThat(new String(old.getInputStream().readAllBytes())).isEqualTo("here");
    }
  }

  @Test
  void portsOpenAndCloseWhileConnectionsStay() throws Exception {
    int added = RunningProxy.freePort();
    try (var server = Loopback.listen();
        var proxy = RunningProxy.to(server.getLocalPort());
        var old = Loopback.connect(proxy.port);
        var oldTarget = Loopback.accept(server)) {
      swap(proxy, added + "=127.0.0.1:" + server.getLocalPort());

      assertForwards(added, server);
      assertThat(Loopback.accepts(proxy.port)).isFalse();
      Loopback.send(old, "still");
      assertThat(Loopback.read(oldTarget, 5)).isEqualTo("still");
    }
  }

  @Test
  void invalidFileLeavesTheOldRoutesInForce() throws Exception {
    try (var server = Loopback.listen(); var proxy = RunningProxy.to(server.getLocalPort())) {
      var hash = proxy.health("/config").body();
      int sentinel = RunningProxy.freePort();

      proxy.volume.write("8080=nonsense");

      await().during(Duration.ofMillis(600)).until(() -> proxy.health("/config").body().equals(hash));
      assertForwards(proxy.port, server);

      proxy.volume.write(null);
      await().during(Duration.ofMillis(600)).until(() -> proxy.health("/config").body().equals(hash));
      assertForwards(proxy.port, server);
      assertThat(proxy.health("/readyz").statusCode()).isEqualTo(200);

      swap(proxy, sentinel + "=127.0.0.1:" + server.getLocalPort());
      assertForwards(sentinel, server);
    }
  }

  @Test
  void fileThatIsInvalidAtTheStartIsAppliedOnceItIsValid() throws Exception {
    try (var server = Loopback.listen(); var proxy = RunningProxy.with("PORT")) {
      assertThat(proxy.health("/readyz").statusCode()).isEqualTo(503);
      assertThat(proxy.health("/readyz").body()).contains("line 1: expected LISTEN_PORT=HOST:PORT");
      assertThat(proxy.health("/config").statusCode()).isEqualTo(503);

      swap(proxy, proxy.port + "=127.0.0.1:" + server.getLocalPort());
      assertThat(proxy.health("/readyz").statusCode()).isEqualTo(200);
      assertForwards(proxy.port, server);
    }
  }

  /** Replaces the file and waits until the proxy reports that it is in force. */
  static void swap(RunningProxy proxy, String routes) throws Exception {
    proxy.volume.write(routes);
    var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(routes.getBytes()));
    await().untilAsserted(() -> assertThat(proxy.health("/config").body()).isEqualTo(hash));
  }

  private static void assertForwards(int port, ServerSocket server) throws Exception {
    try (var client = Loopback.connect(port); var target = Loopback.accept(server)) {
      Loopback.send(client, "hello");
      assertThat(Loopback.read(target, 5)).isEqualTo("hello");
    }
  }
}
