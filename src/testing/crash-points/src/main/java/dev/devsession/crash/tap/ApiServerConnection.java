package dev.devsession.crash.tap;

import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The API server that a kubeconfig names, and the user's token. */
final class ApiServerConnection {
  private final URI url;
  private final String token;
  private final SSLSocketFactory sockets;

  ApiServerConnection(Path kubeconfig) {
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    url = URI.create(config.getMasterUrl());
    token = config.getAutoOAuthToken();
    sockets = trusting(Base64.getDecoder().decode(config.getCaCertData()));
  }

  String token() {
    return token;
  }

  Socket connect() throws IOException {
    var socket = sockets.createSocket(url.getHost(), url.getPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static SSLSocketFactory trusting(byte[] ca) {
    try {
      var keys = KeyStore.getInstance(KeyStore.getDefaultType());
      keys.load(null, null);
      keys.setCertificateEntry("ca",
          CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(ca)));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(keys);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
