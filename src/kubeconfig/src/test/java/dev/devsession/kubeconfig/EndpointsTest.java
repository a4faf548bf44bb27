package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.devsession.console.AgentException;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.portforward.ApiEndpoint;
import dev.devsession.tunnel.carrier.portforward.PortForwardCarrier;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each login that a kubeconfig can hold, against an API server with TLS that accepts client certificates. */
class EndpointsTest {

  @TempDir
  private Path directory;
  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private X509Bundle authority;
  private HttpsServer server;
  /** The users of the requests: the certificate's subject, or the header Authorization. */
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private volatile int status = 404;

  @BeforeEach
  void start() throws Exception {
    authority = new CertificateBuilder().subject("CN=authority").setIsCertificateAuthority(true).buildSelfSigned();
    X509Bundle own = new CertificateBuilder().subject("CN=server").addSanIpAddress("127.0.0.1")
        .addSanDnsName("kubernetes.test")
        .buildIssuedBy(authority);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(own.toKeyManagerFactory().getKeyManagers(), authority.toTrustManagerFactory().getTrustManagers(), null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters wanted = tls.getDefaultSSLParameters();
        wanted.setWantClientAuth(true);
        parameters.setSSLParameters(wanted);
      }
    });
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void tokenBecomesABearerHeader() throws Exception {
    sendRequest(user("token: secret"));
    assertThat(seen).containsExactly("Bearer secret");
  }

  @Test
  void tokenFileIsReadEachTimeAndPrecedesAToken() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "one\n");
    ApiEndpoint endpoint = user("{tokenFile: token, token: none}");
    sendRequest(endpoint);
    Files.writeString(file, "two\n");
    sendRequest(endpoint);

    assertThat(seen).containsExactly("Bearer one", "Bearer two");
  }

  @Test
  void renewedTokenInTheKubeconfigIsUsed() throws Exception {
    ApiEndpoint endpoint = user("token: one");
    sendRequest(endpoint);
    write(cluster(), "token: two");
    sendRequest(endpoint);

    assertThat(seen).containsExactly("Bearer one", "Bearer two");
  }

  @Test
  void passwordBecomesABasicHeader() throws Exception {
    sendRequest(user("{username: ada, password: secret}"));
    assertThat(seen).containsExactly("Basic YWRhOnNlY3JldA==");
  }

  @Test
  void impersonationBecomesHeaders() throws Exception {
    sendRequest(user("{token: t, as: bob, as-groups: [dev, ops], as-user-extra: {reason: [test]}}"));
    assertThat(seen).containsExactly("Bearer t as bob in [dev, ops] because [test]");
  }

  @ParameterizedTest
  @EnumSource(names = {"rsa2048", "ecp256", "ecp384"})
  void certificateAsDataWithAKeyAsMinikubeAndK3sWriteIt(Algorithm algorithm) throws Exception {
    X509Bundle ada = client("ada", algorithm);
    sendRequest(user("{client-certificate-data: " + base64(ada.getCertificatePEM()) + ", client-key-data: "
        + base64(OlderKey.pem(ada.getKeyPair())) + "}"));

    assertThat(seen).containsExactly("CN=ada");
  }

  @Test
  void certificateFilesAreRelativeToTheKubeconfig() throws Exception {
    X509Bundle ada = client("ada", Algorithm.ecp256);
    Files.writeString(directory.resolve("ada.crt"), ada.getCertificatePEM());
    Files.writeString(directory.resolve("ada.key"), ada.getPrivateKeyPEM());
    sendRequest(user("{client-certificate: ada.crt, client-key: ada.key}"));

    assertThat(seen).containsExactly("CN=ada");
  }

  @Test
  void pluginRunsAgainOnlyAfterItsTokenExpiredOrWasRefused() throws Exception {
    ApiEndpoint lasting = user(plugin("2999-01-01T00:00:00Z"));
    int before = runs();
    sendRequest(lasting);
    sendRequest(lasting);

    assertThat(runs() - before).isZero();

    status = 401;
    sendRequest(lasting); // with the old token, then with a new one
    assertThat(runs() - before).isEqualTo(1);

    status = 404;
    ApiEndpoint expired = user(plugin("2001-01-01T00:00:00Z"));
    before = runs();
    sendRequest(expired);
    sendRequest(expired);
    assertThat(runs() - before).isEqualTo(2);
    assertThat(seen).hasSize(6).allMatch(who -> who.matches("Bearer token-[0-9]+-ada-v1"));
  }

  @Test
  void pluginMayAnswerWithACertificate() throws Exception {
    X509Bundle ada = client("ada", Algorithm.ecp256);
    script(
        """
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",\
            "status":{"clientCertificateData":"%s","clientKeyData":"%s"}}'
            """
            .formatted(ada.getCertificatePEM().strip().replace("\r", "").replace("\n", "\\\\n"),
                OlderKey.pem(ada.getKeyPair()).strip().replace("\r", "").replace("\n", "\\\\n")));
    sendRequest(user("exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}"));

    assertThat(seen).containsExactly("CN=ada");
  }

  @Test
  void failureToRunThePluginIsReported() throws Exception {
    ApiEndpoint endpoint = user(plugin("2001-01-01T00:00:00Z"));
    script("exit 3");
    assertThat(sendRequest(endpoint)).hasMessageContaining("its plugin ./plugin ended with 3; run it by hand")
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(CarrierException.Cause.UNAUTHORIZED));

    Files.delete(directory.resolve("plugin"));
    assertThat(sendRequest(endpoint)).hasMessageContaining("can't be started")
        .hasMessageContaining("Get it from the shop");
    assertThat(seen).isEmpty();
  }

  @Test
  void authorityFileAndTlsServerNameAreUsed() throws Exception {
    Files.writeString(directory.resolve("ca.crt"), authority.getCertificatePEM());
    String byName = "server: 'https://localhost:" + server.getAddress().getPort() + "', certificate-authority: ca.crt";
    assertThat(sendRequest(endpoint("{" + byName + "}", "token: t"))).hasMessageStartingWith("no trusted connection");

    assertThat(sendRequest(endpoint("{" + byName + ", tls-server-name: kubernetes.test}", "token: t")))
        .hasMessageContaining("404");
    assertThat(seen).containsExactly("Bearer t");
  }

  @Test
  void unknownAuthorityIsAcceptedOnlyWithInsecureSkipTlsVerify() throws Exception {
    String unknown = "server: 'https://localhost:" + server.getAddress().getPort() + "'";
    assertThat(sendRequest(endpoint("{" + unknown + "}", "token: t"))).hasMessageStartingWith("no trusted connection");

    assertThat(sendRequest(endpoint("{" + unknown + ", insecure-skip-tls-verify: true}", "token: t")))
        .hasMessageContaining("404");
    assertThat(seen).containsExactly("Bearer t");
  }

  @Test
  void pathOfTheServerIsKept() throws Exception {
    server.removeContext("/");
    server.createContext("/clusters/one/api/v1/namespaces/shop/pods/gateway-0/portforward", this::answer);
    sendRequest(endpoint(cluster().replaceFirst("(127.0.0.1:[0-9]+)", "$1/clusters/one/"), "token: t"));

    assertThat(seen).containsExactly("Bearer t");
  }

  @Test
  void unusableEntryIsReported() throws Exception {
    assertThatThrownBy(() -> endpoint("{server: 'https://kube', certificate-authority-data: bm9uZQ==}", "token: t"))
        .isInstanceOf(AgentException.class).hasMessageContaining("the kubeconfig's context \"test\" can't be used");
    assertThatThrownBy(() -> endpoint("{server: 'https://kube', proxy-url: 'ftp://proxy'}", "token: t"))
        .isInstanceOf(AgentException.class).hasMessageContaining("must be http, https or socks5");
  }

  private CarrierException sendRequest(ApiEndpoint endpoint) {
    var opened = new PortForwardCarrier(endpoint, "shop", "gateway-0", 9800).open(group.next()).awaitUninterruptibly();
    return (CarrierException) opened.cause();
  }

  private ApiEndpoint user(String user) throws IOException {
    return endpoint(cluster(), user);
  }

  private ApiEndpoint endpoint(String cluster, String user) throws IOException {
    return Endpoints.of(Kubeconfig.load(Optional.of(write(cluster, user)), Optional.empty()));
  }

  private String cluster() {
    return "{server: 'https://127.0.0.1:" + server.getAddress().getPort() + "', certificate-authority-data: "
        + base64(authority.getCertificatePEM()) + "}";
  }

  private Path write(String cluster, String user) throws IOException {
    return Files.writeString(directory.resolve("config"), """
        apiVersion: v1
        kind: Config
        clusters:
        - name: test
          cluster: %s
        users:
        - name: ada
          user: %s
        contexts: [{name: test, context: {cluster: test, user: ada}}]
        current-context: test
        """.formatted(cluster, user.startsWith("{") ? user : "{" + user + "}"));
  }

  /** Its token holds the number of its runs, its argument, and the API version of the request. */
  private String plugin(String expires) throws IOException {
    script("""
        echo noise >&2
        echo run >> "$(dirname "$0")/runs"
        case $KUBERNETES_EXEC_INFO in *'"server":"https://127.0.0.1'*) ;; *) exit 9 ;; esac
        echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {
          "token": "token-'"$(wc -l < "$(dirname "$0")/runs" | tr -d ' ')-$WHO-$1"'", "expirationTimestamp": "'%s'"}}'
        """.formatted(expires));
    return "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [v1], env: [{name: WHO, "
        + "value: ada}],"
        + " provideClusterInfo: true, interactiveMode: IfAvailable, installHint: Get it from the shop}";
  }

  private void script(String body) throws IOException {
    Path file = Files.writeString(directory.resolve("plugin"), "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private int runs() throws IOException {
    Path runs = directory.resolve("runs");
    return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
  }

  private X509Bundle client(String name, Algorithm algorithm) throws Exception {
    return new CertificateBuilder().subject("CN=" + name).algorithm(algorithm).buildIssuedBy(authority);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String who;
    try {
      who = ((X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0])
          .getSubjectX500Principal().getName();
    } catch (SSLPeerUnverifiedException e) {
      who = exchange.getRequestHeaders().getFirst("Authorization");
    }
    var headers = exchange.getRequestHeaders();
    seen.add(headers.containsKey("Impersonate-User")
        ? who + " as " + headers.getFirst("Impersonate-User") + " in " + headers.get("Impersonate-Group") + " because "
            + headers.get("Impersonate-Extra-reason")
        : who);
    var body = "{\"kind\": \"Status\", \"message\": \"no such pod\"}".getBytes();
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes());
  }
}
