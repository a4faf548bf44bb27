package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.conformance.Servers;
import dev.devsession.conformance.SuitePrograms;
import dev.devsession.e2e.conformance.UpstreamImage;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A session shares a Service whose pods speak TLS, with the key that it names. */
@ExtendWith(RealCluster.class)
class TlsIT {
  private static final int NODE_PORT = 30092;
  private static final String SERVICE = """
      apiVersion: v1
      kind: Service
      metadata: {name: secure}
      spec:
        type: NodePort
        selector: {app: secure}
        ports: [{name: https, port: 8443, nodePort: %d}]
      ---
      """.formatted(NODE_PORT) + UpstreamImage.deployment("secure", 8443, "[original, \":8443\", \":9090\"]") + """
              env: [{name: TLS_FOLDER, value: /tls}]
              volumeMounts: [{name: tls, mountPath: /tls}]
            volumes: [{name: tls, secret: {secretName: secure-tls}}]
      """;
  @TempDir
  private Path folder;
  private final Installation installation;

  TlsIT(Installation installation) {
    this.installation = installation;
  }

  @Test
  @SuppressWarnings("try") // The machine goes away early.
  void requestsWithinTlsAreRoutedAndCallersSeeTheServicesCertificate() throws Exception {
    var service = certificate("secure.test");
    var own = certificate("machine.test");
    Files.writeString(folder.resolve("tls.crt"), own.getCertificatePathPEM());
    Files.writeString(folder.resolve("tls.key"), own.getPrivateKeyPEM());
    UpstreamImage.load(installation.cluster);
    try (var machine = Servers.start("machine", SuitePrograms.build(Project.ROOT), installation.cluster.hostAddress(),
        Map.of("TLS_FOLDER", folder.toString()));
        var shop = DeployedShop.deploy(installation, "tls",
            yaml -> Serialization.asYaml(secret(service)) + "---\n" + SERVICE)) {
      var before = shop.everything();
      var spec = "services: [{name: secure, mode: Intercept, ports: [{hostPort: " + machine.ports.http() + "}]%s}]"
          + ", transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}";
      shop.session("ada", spec.formatted(""));
      assertThat(shop.await("ada", c -> !c.holds() && c.reason().equals("TlsRequired")).message())
          .contains("secure", "https", "tls.secretName");
      shop.deleteSession("ada");

      shop.session("ada", spec.formatted(", tls: {secretName: secure-tls}"));
      assertThat(shop.await("ada", Condition::holds).reason()).isEqualTo("Intercepted");
      for (var version : List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
        await().ignoreExceptions().untilAsserted(() -> assertAnswer("machine", version, "devsession=ada", service));
        assertAnswer("original", version, "devsession=ben", service);
      }

      machine.close();
      assertAnswer("original", HttpClient.Version.HTTP_2, "devsession=ada", service);
      shop.deleteSession("ada");
      await().untilAsserted(() -> assertThat(shop.everything()).isEqualTo(before));
    }
  }

  private void assertAnswer(String by, HttpClient.Version version, String baggage, X509Bundle trusted)
      throws Exception {
    var answer = send(version, baggage, trusted);
    assertThat(answer.headers().firstValue("x-answered-by")).contains(by);
    assertThat(answer.version()).isEqualTo(version);
    assertThat(answer.sslSession().orElseThrow().getPeerCertificates()[0]).isEqualTo(trusted.getCertificate());
  }

  private HttpResponse<String> send(HttpClient.Version version, String baggage, X509Bundle trusted) throws Exception {
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trusted.toTrustManagerFactory().getTrustManagers(), null);
    var url = URI.create("https://" + installation.nodeAddress() + ":" + NODE_PORT + "/");
    try (var client = HttpClient.newBuilder().version(version).sslContext(tls).build()) {
      return client.send(HttpRequest.newBuilder(url).header("baggage", baggage).build(), BodyHandlers.ofString());
    }
  }

  /** A certificate for a name, and for the node's address, at which the test asks. */
  private X509Bundle certificate(String name) throws Exception {
    return new CertificateBuilder().subject("CN=" + name).addSanDnsName(name)
        .addSanIpAddress(installation.nodeAddress()).setIsCertificateAuthority(true).buildSelfSigned();
  }

  private static Secret secret(X509Bundle bundle) {
    return new SecretBuilder().withNewMetadata().withName("secure-tls").endMetadata().withType("kubernetes.io/tls")
        .addToStringData("tls.crt", bundle.getCertificatePathPEM())
        .addToStringData("tls.key", bundle.getPrivateKeyPEM()).build();
  }
}
