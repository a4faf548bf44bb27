package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.kubeconfig.Endpoints;
import dev.devsession.kubeconfig.Kubeconfig;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.portforward.PortForwardCarrier;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent where the API server is under a path of another server, with and without TLS, as with kubectl proxy. */
class ReverseProxyIT extends AgainstApiServer {

  @ParameterizedTest
  @CsvSource({"/k8s/clusters/c-xyz,false", "/k8s/clusters/c-xyz,true", "/k8s/a%2Fb,false", "/k8s/c%20d,false",
      "/k8s/a%2Fb/c%20d,true", "'',false"})
  void commandsWatchesAndPortForwardsGoThrough(String prefix, boolean encrypted, @TempDir Path directory)
      throws Exception {
    api.installCrds();
    try (var proxy = new PrefixProxy(prefix, api.port(), encrypted)) {
      point(proxy);
      assertRun(0, "no sessions in namespace " + namespace, "list");
      assertRun(0, "", "complete", "--kubectl", "--", "status", "--kubeconfig", kubeconfig.toString(), "");
      assertThat(AgentProcess.run(kubeconfig, "doctor").output()).contains("user admin", "✔ API server", "13 of 13");
      namesFollow(proxy, Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n"));
      assertThat(portForward()).hasMessageContaining("pods \"gateway-0\" not found")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(CarrierException.Cause.GONE));
    }
  }

  private void namesFollow(PrefixProxy proxy, Path hosts) throws Exception {
    create("first");
    try (var agent = AgentProcess.start(kubeconfig, hosts, List.of("--via=ClusterIP"))) {
      await().untilAsserted(() -> assertThat(hosts).content().as(agent.output()).contains(" first "));
      create("second");
      await().untilAsserted(() -> assertThat(hosts).content().as(agent.output()).contains(" second "));
      proxy.cut();
      create("third");
      await().untilAsserted(() -> assertThat(hosts).content().as(agent.output()).contains(" third "));
      assertThat(agent.terminate()).isZero();
      assertThat(agent.output()).doesNotContain("Exception", "invalid upgrade");
    }
  }

  private CarrierException portForward() {
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      var endpoint = Endpoints.of(Kubeconfig.load(Optional.of(kubeconfig), Optional.empty()));
      return (CarrierException) new PortForwardCarrier(endpoint, namespace, "gateway-0", 9800).open(group.next())
          .awaitUninterruptibly().cause();
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /** The user needs no login: the proxy has one. */
  private void point(PrefixProxy proxy) throws IOException {
    Files.writeString(kubeconfig, Files.readString(kubeconfig).replaceAll("server: \"[^\"]*\", insecure[^}]*",
        "server: \"" + proxy.url() + "\"" + (proxy.url().startsWith("https") ? ", insecure-skip-tls-verify: true" : ""))
        .replace("{token: admin-token}", "{}"));
  }

  private void create(String name) {
    admin.resource(new ServiceBuilder().withNewMetadata().withName(name).withNamespace(namespace).endMetadata()
        .withNewSpec().addNewPort().withPort(80).endPort().endSpec().build()).create();
  }

  private void assertRun(int code, String output, String... arguments) throws Exception {
    assertThat(AgentProcess.run(kubeconfig, arguments)).satisfies(run -> {
      assertThat(run.output()).contains(output);
      assertThat(run.code()).as(run.output()).isEqualTo(code);
    });
  }
}
