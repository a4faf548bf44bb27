package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsTest {

  @Test
  void countsConnectionsAndBytesByListeningPort() throws Exception {
    try (var server = Loopback.listen(); var proxy = RunningProxy.to(server.getLocalPort())) {
      try (var client = Loopback.connect(proxy.port); var target = Loopback.accept(server)) {
        Loopback.send(client, "ask");
        assertThat(Loopback.read(target, 3)).isEqualTo("ask");

        Loopback.send(target, "answer");
        assertThat(Loopback.read(client, 6)).isEqualTo("answer");

        assertThat(metrics(proxy)).contains(line(proxy, "connections_active", ".", 1),
            line(proxy, "connections_total", ".", 1),
            line(proxy, "bytes_total", "direction=\"to_machine\",.", 3),
            line(proxy, "bytes_total", "direction=\"from_machine\",.", 6));

        client.shutdownOutput();
        target.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      await().untilAsserted(() -> assertThat(metrics(proxy)).contains(line(proxy, "connections_active", ".", 0),
          line(proxy, "connections_total", ".", 1), line(proxy, "connections_reset_total", ".", 0)));
    }
  }

  @Test
  void countsResetsOfEitherSide() throws Exception {
    try (var server = Loopback.listen(); var proxy = RunningProxy.to(server.getLocalPort())) {
      try (var client = Loopback.connect(proxy.port); var target = Loopback.accept(server)) {
        Loopback.reset(client);
        assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
      }
      await().untilAsserted(() -> assertThat(metrics(proxy)).contains(line(proxy, "connections_reset_total", ".", 1)));

      try (var client = Loopback.connect(proxy.port); var target = Loopback.accept(server)) {
        Loopback.reset(target);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      }
      await().untilAsserted(() -> assertThat(metrics(proxy)).contains(line(proxy, "connections_reset_total", ".", 2),
          line(proxy, "connections_active", ".", 0)));
    }
  }

  @Test
  void countsDialFailuresByReason() throws Exception {
    try (var proxy = RunningProxy.with("PORT=127.0.0.1:" + RunningProxy.freePort())) {
      try (var client = Loopback.connect(proxy.port)) {
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      }
      assertThat(metrics(proxy)).contains(line(proxy, "dial_failures_total", ".,reason=\"refused\"", 1));
    }
    try (var proxy = RunningProxy.with("PORT=nowhere.invalid:80")) {
      try (var client = Loopback.connect(proxy.port)) {
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      }
      assertThat(metrics(proxy)).contains(line(proxy, "dial_failures_total", ".,reason=\"unresolved\"", 1));
    }
  }

  @Test
  void countsWhatBecomesOfTheRequestsOfASharedPort() throws Exception {
    try (var port = SharedPort.matching(); var client = port.client()) {
      port.machine.close();
      var mine = SharedPort.get("/mine", SharedPort.ADA);
      var others = SharedPort.get("/others");
      Loopback.send(client, mine);
      try (var original = Loopback.accept(port.original)) {
        for (var request : new String[]{mine, others}) {
          assertThat(SharedPort.head(original)).isEqualTo(request);
          Loopback.send(original, SharedPort.ok(""));
          assertThat(SharedPort.head(client)).startsWith("HTTP/1.1 200");
          Loopback.send(client, others);
        }
      }
      assertThat(metrics(port.proxy)).contains(
          line(port.proxy, "requests_matched_total", ".,session=\"ada\"", 1),
          line(port.proxy, "requests_fell_back_total", ".,reason=\"not_listening\",session=\"ada\"", 1),
          line(port.proxy, "requests_also_matched_total", ".,session=\"ada\"", 0),
          line(port.proxy, "machine_connections_active", ".,session=\"ada\"", 0));
    }
  }

  private static String metrics(RunningProxy proxy) {
    var response = proxy.health("/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    return response.body();
  }

  /** A line of Prometheus' text format; a dot in {@code labels} stands for the port. */
  private static String line(RunningProxy proxy, String metric, String labels, long value) {
    return "devsession_proxy_" + metric + '{' + labels.replace(".", "port=\"" + proxy.port + '"') + "} " + value
        + ".0\n";
  }
}
