package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.devsession.console.AgentException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way not to reach an API server, with real sockets. */
class ConnectionFailureTest {

  @TempDir
  private Path directory;

  @Test
  void aRefusedPort() throws Exception {
    int port = closedPort();
    assertThat(explain("{server: 'https://127.0.0.1:" + port + "'}")).hasMessage("cannot reach the API server "
        + "https://127.0.0.1:" + port
        + ": connection refused. Is the cluster running, and is --context the right one?");
  }

  @Test
  void anUnknownHost() throws Exception {
    assertThat(explain("{server: 'https://kube.invalid'}")).hasMessageStartingWith("cannot reach the API server "
        + "https://kube.invalid: no address is known for its name");
  }

  @Test
  void aDeadProxyIsNamed() throws Exception {
    String proxy = "http://127.0.0.1:" + closedPort();
    for (String scheme : List.of("https", "http")) {
      assertThat(explain("{server: '" + scheme + "://kube.invalid:6443', proxy-url: '" + proxy + "'}"))
          .hasMessageStartingWith("cannot reach the API server " + scheme + "://kube.invalid:6443 through the proxy "
              + proxy + ": connection refused. Does the proxy run?");
    }
  }

  @Test
  void aCertificateOfAnotherAuthorityOrForAnotherName() throws Exception {
    X509Bundle authority = authority();
    HttpsServer server = server(authority);
    try {
      String here = "https://127.0.0.1:" + server.getAddress().getPort();
      assertThat(explain("{server: '" + here + "', certificate-authority-data: " + base64(authority()) + "}"))
          .as("of the same name").hasMessageStartingWith("no trusted connection to the API server " + here
              + ": its certificate isn't signed by an authority that the kubeconfig trusts");
      assertThat(explain("{server: '" + here + "', certificate-authority-data: " + base64(authority) + "}"))
          .hasMessageStartingWith("no trusted connection to the API server " + here
              + ": its certificate is for another name");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerThatSpeaksNoTls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> {
        while (!plain.isClosed()) {
          try (var accepted = plain.accept()) {
            accepted.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
          } catch (IOException e) {
            return;
          }
        }
      });
      String here = "https://127.0.0.1:" + plain.getLocalPort();
      assertThat(explain("{server: '" + here + "'}")).hasMessageContaining("the API server " + here);
    }
  }

  private AgentException explain(String cluster) throws IOException {
    Path file = Files.writeString(directory.resolve("config"), """
        clusters: [{name: one, cluster: %s}]
        users: [{name: ada, user: {token: t}}]
        contexts: [{name: first, context: {cluster: one, user: ada}}]
        current-context: first
        """.formatted(cluster));
    Config config = Kubeconfig.load(Optional.of(file), Optional.empty());
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = Kubeconfig.connect(config, List.of())) {
      try {
        client.services().inNamespace("shop").list();
        throw new AssertionError("it could be reached");
      } catch (RuntimeException e) {
        AgentException told = new ApiErrors(client, Optional.of("shop")).explain(e);
        assertThat(told.getMessage()).doesNotContain("Exception", "java.", "io.fabric8");
        return told;
      }
    }
  }

  private static X509Bundle authority() throws Exception {
    return new CertificateBuilder().subject("CN=authority").setIsCertificateAuthority(true).buildSelfSigned();
  }

  private static HttpsServer server(X509Bundle authority) throws Exception {
    X509Bundle own = new CertificateBuilder().subject("CN=server").addSanDnsName("kubernetes.test")
        .buildIssuedBy(authority);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(own.toKeyManagerFactory().getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.start();
    return server;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }

  private static String base64(X509Bundle bundle) {
    return Base64.getEncoder().encodeToString(bundle.getCertificatePEM().getBytes());
  }
}
