package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.devsession.api.v1alpha1.Condition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session of mode Mirror: its machine gets copies of its requests, and the pods answer all of them. */
@ExtendWith(RealCluster.class)
class MirrorIT {
  private static final int NODE_PORT = 30093;
  private final Installation installation;
  /** Method, path and baggage of each copy. */
  private final List<String> copies = new CopyOnWriteArrayList<>();
  private HttpServer machine;

  MirrorIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeEach
  void startMachine() throws IOException {
    machine = HttpServer.create(new InetSocketAddress(installation.cluster.hostAddress(), 0), 0);
    machine.createContext("/", exchange -> {
      copies.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
          + exchange.getRequestHeaders().getFirst("baggage"));
      exchange.sendResponseHeaders(500, -1);
      exchange.close();
    });
    machine.start();
  }

  @AfterEach
  void stopMachine() {
    machine.stop(0);
  }

  @Test
  void machineGetsCopiesOfItsSafeRequestsAndThePodsAnswer() {
    try (var shop = DeployedShop.deploy(installation, "mirror",
        yaml -> NoGapIT.service("stock", NODE_PORT, "SHOP_ABRUPT", "false"))) {
      shop.session("ada", "services: [{name: stock, mode: Mirror, ports: [{hostPort: " + machine.getAddress().getPort()
          + "}]}], transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}");
      shop.await("ada", Condition::holds);
      await().ignoreExceptions().until(() -> { // until the node leads new connections to the proxies
        assertThat(send("GET", "/?first", "devsession=ada")).contains("\"by\":\"pod stock-");
        return copies.contains("GET /?first devsession=ada");
      });

      assertThat(send("POST", "/?posted", "devsession=ada")).contains("\"by\":\"pod stock-");
      assertThat(send("GET", "/?of-ben", "devsession=ben")).contains("\"by\":\"pod stock-");
      assertThat(send("GET", "/?last=1", "a=b,devsession=ada")).contains("\"by\":\"pod stock-");

      await().until(() -> copies.contains("GET /?last=1 a=b,devsession=ada"));
      assertThat(copies).filteredOn(copy -> !copy.contains("/?first")).hasSize(1);

      machine.stop(0);
      assertThat(send("GET", "/?away", "devsession=ada")).contains("\"by\":\"pod stock-");
    }
  }

  private String send(String method, String path, String baggage) {
    return Http.send(method, URI.create("http://" + installation.nodeAddress() + ":" + NODE_PORT + path),
        Map.of("baggage", baggage));
  }
}
