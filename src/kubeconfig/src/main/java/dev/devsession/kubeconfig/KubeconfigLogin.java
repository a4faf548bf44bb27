package dev.devsession.kubeconfig;

import dev.devsession.console.FailureText;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.CarrierException.Cause;
import dev.devsession.tunnel.carrier.portforward.Credentials;
import dev.devsession.tunnel.carrier.portforward.Credentials.ClientCertificate;
import dev.devsession.tunnel.carrier.portforward.Login;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The user of a kubeconfig, read again for each connection, because a renewed login is written there. */
final class KubeconfigLogin implements Login {

  private final Config config;

  KubeconfigLogin(Config config) {
    this.config = config;
  }

  @Override
  public Credentials credentials(boolean refused) throws CarrierException {
    try {
      KubeconfigEntry entry = KubeconfigEntry.of(config);
      AuthInfo user = entry.user();
      if (config.getOauthTokenProvider() instanceof ExecPlugin plugin && user.getExec() != null) {
        ExecPlugin.IssuedCredentials answer = plugin.issue(entry, refused);
        Optional<ClientCertificate> shown = answer.certificate().isPresent()
            ? answer.certificate()
            : certificate(entry);
        return new Credentials(headers(user, answer.token().map(KubeconfigLogin::bearer)), shown);
      }
      return new Credentials(headers(user, authorization(entry)), certificate(entry));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new CarrierException(Cause.UNAUTHORIZED, "the kubeconfig's user can't be used: " + FailureText.of(e), e);
    }
  }

  private static Optional<String> authorization(KubeconfigEntry entry) throws IOException {
    AuthInfo user = entry.user();
    Optional<String> token = token(entry);
    if (token.isPresent() || user.getUsername() == null || user.getPassword() == null) {
      return token.map(KubeconfigLogin::bearer);
    }
    byte[] pair = (user.getUsername() + ":" + user.getPassword()).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** Reads a token file each time, because the program that mounts it renews it; a token file precedes a token. */
  private static Optional<String> token(KubeconfigEntry entry) throws IOException {
    AuthInfo user = entry.user();
    if (user.getTokenFile() != null && !user.getTokenFile().isBlank()) {
      return Optional.of(Files.readString(KubeconfigEntry.resolve(user.getTokenFile(), entry.userFile())).strip());
    }
    if (user.getToken() != null && !user.getToken().isBlank()) {
      return Optional.of(user.getToken().strip());
    }
    return Optional.ofNullable(user.getAuthProvider()).map(provider -> provider.getConfig())
        .map(values -> values.getOrDefault("id-token", values.get("access-token")));
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private static Map<String, List<String>> headers(AuthInfo user, Optional<String> authorization) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    authorization.ifPresent(value -> headers.put("Authorization", List.of(value)));
    if (user.getAs() != null && !user.getAs().isEmpty()) {
      headers.put("Impersonate-User", List.of(user.getAs()));
      if (user.getAsUid() != null && !user.getAsUid().isEmpty()) {
        headers.put("Impersonate-Uid", List.of(user.getAsUid()));
      }
      if (user.getAsGroups() != null && !user.getAsGroups().isEmpty()) {
        headers.put("Impersonate-Group", List.copyOf(user.getAsGroups()));
      }
      if (user.getAsUserExtra() != null) {
        user.getAsUserExtra().forEach((key, values) -> headers.put("Impersonate-Extra-" + key, List.copyOf(values)));
      }
    }
    return headers;
  }

  private static Optional<ClientCertificate> certificate(KubeconfigEntry entry)
      throws IOException, GeneralSecurityException {
    AuthInfo user = entry.user();
    String chain = KubeconfigEntry.text(user.getClientCertificateData(), user.getClientCertificate(), entry.userFile());
    String key = KubeconfigEntry.text(user.getClientKeyData(), user.getClientKey(), entry.userFile());
    return chain == null || key == null
        ? Optional.empty()
        : Optional.of(new ClientCertificate(Pem.privateKey(key), Pem.certificates(chain)));
  }
}
