package dev.devsession.proxy;

import dev.devsession.match.RequestRule;
import dev.devsession.match.RuleLine;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A port with a key that session ada shares with the original; the clients trust the key alone. */
final class TlsPort implements AutoCloseable {

  final Path folder = Files.createTempDirectory("key");
  final RunningProxy proxy;
  SSLContext trust;

  TlsPort(int original, int machine) throws Exception {
    write(TlsServer.key("proxy"));
    proxy = RunningProxy.with("PORT=original 127.0.0.1:" + original + " tls " + folder + "\nPORT.ada=127.0.0.1:"
        + machine + " matching\nPORT.ada.match.1=" + RuleLine.write(RequestRule.ofSession("ada")));
  }

  /** As the kubelet does with a renewed Secret. Clients trust the new key. */
  void write(X509Bundle key) throws Exception {
    Files.writeString(folder.resolve("tls.key"), key.getPrivateKeyPEM());
    Files.writeString(folder.resolve("tls.crt"), key.getCertificatePathPEM());
    trust = trusting(key.getCertificate());
  }

  static SSLContext trusting(X509Certificate certificate) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("it", certificate);
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().sslContext(trust).version(version).connectTimeout(Duration.ofSeconds(20)).build();
  }

  /** @param fields names and values by turns */
  HttpResponse<String> send(HttpClient client, String... fields) throws Exception {
    return client.send(request(fields).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String... fields) {
    var request = HttpRequest.newBuilder(URI.create("https://localhost:" + proxy.port + "/"))
        .timeout(Duration.ofSeconds(20));
    return fields.length == 0 ? request : request.headers(fields);
  }

  /** Without a handshake yet. */
  SSLSocket socket(String serverName) throws IOException {
    Socket plain = Loopback.connect(proxy.port);
    var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, "localhost", proxy.port, true);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    socket.setSSLParameters(parameters);
    return socket;
  }

  @Override
  public void close() {
    proxy.close();
  }
}
