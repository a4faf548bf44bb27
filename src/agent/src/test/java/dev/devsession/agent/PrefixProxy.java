package dev.devsession.agent;

import io.netty.pkitesting.CertificateBuilder;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Answers for an API server under a path, in HTTP/1.1 and as the administrator, as {@code kubectl proxy} does: an offer
 * to upgrade that the server doesn't take up becomes an error.
 */
final class PrefixProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final String prefix;
  private final int apiPort;
  private final boolean encrypted;
  private final SSLContext toServer;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** @param prefix begins with a slash and ends without one */
  PrefixProxy(String prefix, int apiPort, boolean encrypted) throws Exception {
    this.prefix = prefix;
    this.apiPort = apiPort;
    this.encrypted = encrypted;
    this.toServer = SSLContext.getInstance("TLS");
    toServer.init(null, new TrustManager[]{new Trusting()}, null);
    this.listener = encrypted ? encryptedListener() : new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** As in a kubeconfig. */
  String url() {
    return (encrypted ? "https" : "http") + "://127.0.0.1:" + listener.getLocalPort() + prefix + "/";
  }

  /** Cuts all connections. */
  void cut() {
    open.forEach(PrefixProxy::close);
    open.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private static ServerSocket encryptedListener() throws Exception {
    var own = new CertificateBuilder().subject("CN=proxy").addSanIpAddress("127.0.0.1").setIsCertificateAuthority(true)
        .buildSelfSigned();
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(own.toKeyManagerFactory().getKeyManagers(), null, null);
    return tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client; Socket server = toServer.getSocketFactory().createSocket("127.0.0.1", apiPort)) {
      open.add(server);
      InputStream in = new BufferedInputStream(client.getInputStream());
      List<String> head = head(in);
      boolean upgrade = head.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).matches("connection:.*upgrade.*"));
      server.getOutputStream().write(forwarded(head, upgrade).getBytes(StandardCharsets.ISO_8859_1));
      Thread.ofVirtual().start(() -> copy(in, server));
      InputStream answers = new BufferedInputStream(server.getInputStream());
      if (upgrade) {
        List<String> answer = head(answers);
        int status = Integer.parseInt(answer.getFirst().split(" ")[1]);
        if (status != 101 && status < 400) {
          answer = List.of("HTTP/1.1 500 Internal Server Error", "Connection: close", "Content-Type: text/plain", "",
              "invalid upgrade response: status code " + status);
          client.getOutputStream().write(String.join("\r\n", answer).getBytes(StandardCharsets.ISO_8859_1));
          return;
        }
        client.getOutputStream()
            .write((String.join("\r\n", answer) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      }
      copy(answers, client);
    } catch (IOException | RuntimeException e) {
      close(client);
    }
  }

  private String forwarded(List<String> head, boolean upgrade) {
    String[] request = head.getFirst().split(" ");
    if (!request[1].startsWith(prefix + "/")) {
      throw new IllegalStateException("asked for " + request[1]);
    }
    List<String> lines = new ArrayList<>(List.of(request[0] + " " + request[1].substring(prefix.length()) + " HTTP/1.1",
        "Authorization: Bearer admin-token"));
    head.stream().skip(1).filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("authorization:"))
        .forEach(lines::add);
    if (!upgrade) {
      lines.add("Connection: close");
    }
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static List<String> head(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int one = in.read();
      if (one < 0) {
        throw new IOException("closed within the head");
      }
      bytes.write(one);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1).strip().lines().toList();
  }

  private static void copy(InputStream from, Socket to) {
    try (to) {
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One side has gone, so the other goes too.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
