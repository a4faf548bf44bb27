package dev.devsession.agent;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.devsession.console.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Callable;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;

/**
 * {@code devsession rehearse}: does what short commands do, with a server in this same process, so that the JVM can
 * note which classes they need. The launcher runs it once; later starts take a third of the time.
 */
@Command(name = "rehearse", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  private static final char[] PASSWORD = "rehearsal".toCharArray();
  private static final String TABLE = """
      {"kind": "Table", "columnDefinitions": [{"name": "Name", "priority": 0}],
       "rows": [{"cells": ["ada"], "object": {"metadata": {"name": "ada", "namespace": "shop"}}}]}""";
  private static final String KUBECONFIG = """
      apiVersion: v1
      kind: Config
      clusters: [{name: none, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
      users: [{name: none, user: {token: none}}]
      contexts: [{name: none, context: {cluster: none, user: none}}]
      current-context: none
      """;

  @Override
  public Integer call() throws IOException, GeneralSecurityException, InterruptedException {
    var directory = Files.createTempDirectory("devsession-rehearsal");
    var store = directory.resolve("keys");
    var kubeconfig = directory.resolve("kubeconfig");
    try {
      var server = serve(context(store));
      try {
        Files.writeString(kubeconfig, KUBECONFIG.formatted(server.getAddress().getPort()));
        var words = new String[]{"list", "--kubeconfig", kubeconfig.toString()};
        return Subcommands.of(new Devsession(null, new Terminal(System.out, System.err)), words).execute(words);
      } finally {
        server.stop(0);
      }
    } finally {
      Files.deleteIfExists(store);
      Files.deleteIfExists(kubeconfig);
      Files.delete(directory);
    }
  }

  private static HttpsServer serve(SSLContext context) throws IOException {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", exchange -> {
      var body = TABLE.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    return server;
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException, InterruptedException {
    new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
        "EC", "-dname", "CN=localhost", "-alias", "server", "-keystore", store.toString(), "-storepass",
        new String(PASSWORD)).inheritIO().start().waitFor();
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
