package dev.devsession.proxy.tls;

import dev.devsession.tunnel.keys.SingleCertificateSelector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files {@code tls.crt} and {@code tls.key} of a mounted Secret. They are read when a connection needs them, at
 * most once a second, so a renewed certificate is in use soon after the kubelet has written it. To be used on one
 * thread only.
 */
public final class KeyFolder {

  private static final Logger LOG = LoggerFactory.getLogger(KeyFolder.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Path folder;
  private boolean read;
  private long readNanos;
  private byte[] certificates;
  private byte[] key;
  private String problem;
  /** Null: no valid one was found yet. */
  private SSLContext context;

  public KeyFolder(Path folder) {
    this.folder = folder;
  }

  /** For a server with this key; empty if there is none, which the log says once. The last valid one stays in use. */
  public Optional<SSLContext> context() {
    long now = System.nanoTime();
    if (!read || now - readNanos >= PAUSE.toNanos()) {
      read = true;
      readNanos = now;
      readAgain();
    }
    return Optional.ofNullable(context);
  }

  private void readAgain() {
    try {
      byte[] nextCertificates = Files.readAllBytes(folder.resolve("tls.crt"));
      byte[] nextKey = Files.readAllBytes(folder.resolve("tls.key"));
      if (Arrays.equals(nextCertificates, certificates) && Arrays.equals(nextKey, key)) {
        return;
      }
      certificates = nextCertificates;
      key = nextKey;
      context = contextOf(nextCertificates, nextKey);
      problem = null;
    } catch (NoSuchFileException e) {
      failed("there is no " + e.getMessage() + "; create the Secret, with type kubernetes.io/tls");
    } catch (IOException | GeneralSecurityException e) {
      failed("the certificate and key in " + folder + " can't be used: " + e.getMessage());
    }
  }

  private void failed(String why) {
    if (!why.equals(problem)) {
      problem = why;
      LOG.error("{}; {}", why, context == null
          ? "connections with TLS go to the original"
          : "the last valid ones stay in use");
    }
  }

  private static SSLContext contextOf(byte[] certificates, byte[] key) throws IOException, GeneralSecurityException {
    var chain = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(certificates))
        .stream().map(X509Certificate.class::cast).toList();
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("expected a certificate in PEM");
    }
    var own = new SingleCertificateSelector(PrivateKeyPem.parse(new String(key, StandardCharsets.ISO_8859_1)), chain);
    var made = SSLContext.getInstance("TLS");
    made.init(new KeyManager[]{own}, null, null);
    return made;
  }
}
