package dev.devsession.kubeconfig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.devsession.tunnel.carrier.portforward.Credentials.ClientCertificate;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What the client library doesn't take from a kubeconfig by itself, and kubectl does. */
final class KubeconfigGaps {

  private KubeconfigGaps() {}

  /**
   * Keys of all kinds, proxies of encrypted servers, token files, and impersonation.
   *
   * @param config
   *          made from this entry
   */
  static void fill(Config config, KubeconfigEntry entry) throws IOException, GeneralSecurityException {
    AuthInfo user = entry.user();
    if (user.getExec() != null) {
      fillFromPlugin(config, entry);
    }
    fillKey(config);
    ProxyChoice.set(config, entry.cluster().getProxyUrl());
    if (user.getTokenFile() != null && !user.getTokenFile().isBlank()) {
      Path file = KubeconfigEntry.resolve(user.getTokenFile(), entry.userFile());
      config.setOauthTokenProvider(() -> read(file));
    }
    if (user.getAs() != null && !user.getAs().isEmpty()) {
      config.setImpersonateUsername(user.getAs());
      if (user.getAsGroups() != null) {
        config.setImpersonateGroups(user.getAsGroups().toArray(String[]::new));
      }
      config.setImpersonateExtras(user.getAsUserExtra());
    }
  }

  /**
   * The client library takes a plugin's error output for a part of its answer, and doesn't notice when the answer
   * expires.
   */
  private static void fillFromPlugin(Config config, KubeconfigEntry entry)
      throws IOException, GeneralSecurityException {
    ExecPlugin plugin = new ExecPlugin(config, Clock.systemUTC());
    config.setOauthTokenProvider(plugin);
    Optional<ClientCertificate> shown = plugin.issue(entry, false).certificate();
    if (shown.isPresent()) {
      config.setClientCertData(base64(shown.get().chain()));
      config.setClientKeyData(base64(shown.get().key()));
    }
  }

  /** The client library takes every PKCS#8 key for RSA unless configured otherwise, and rejects SEC 1 keys. */
  private static void fillKey(Config config) throws IOException, GeneralSecurityException {
    String pem = KubeconfigEntry.text(config.getClientKeyData(), config.getClientKeyFile(), new File("."));
    if (pem != null) {
      PrivateKey key = Pem.privateKey(pem);
      config.setClientKeyData(base64(key));
      config.setClientKeyAlgo(key.getAlgorithm());
    }
  }

  private static String base64(PrivateKey key) {
    return Base64.getEncoder().encodeToString(Pem.format("PRIVATE KEY", key.getEncoded()).getBytes(US_ASCII));
  }

  private static String base64(List<X509Certificate> chain) throws GeneralSecurityException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      text.append(Pem.format("CERTIFICATE", certificate.getEncoded()));
    }
    return Base64.getEncoder().encodeToString(text.toString().getBytes(US_ASCII));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
