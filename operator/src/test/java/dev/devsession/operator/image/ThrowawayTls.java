package dev.devsession.operator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key for 127.0.0.1 that lives as long as the process.
 *
 * @param context a server's side
 * @param certificate what a client has to trust, PEM
 */
record ThrowawayTls(SSLContext context, String certificate) {
  private static final String PASSWORD = "changeit";

  static ThrowawayTls make() throws IOException, InterruptedException, GeneralSecurityException {
    var directory = Files.createTempDirectory("tls");
    var store = directory.resolve("server.p12");
    try {
      keytool("-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=127.0.0.1",
          "-ext", "san=ip:127.0.0.1", "-keystore", store.toString(), "-storepass", PASSWORD);
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return new ThrowawayTls(context, pem(keys.getCertificate("server").getEncoded()));
    } finally {
      Files.deleteIfExists(store);
      Files.delete(directory);
    }
  }

  private static void keytool(String... args) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(args));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + output);
    }
  }

  private static String pem(byte[] certificate) {
    return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }
}
