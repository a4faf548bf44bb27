package dev.devsession.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.console.OperatingSystem;
import dev.devsession.tunnel.carrier.portforward.Credentials.ClientCertificate;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program that a kubeconfig names for logging in ({@code client.authentication.k8s.io}). Its answer is used until
 * it expires or is refused. It may write to the terminal, and read from it unless the kubeconfig says that it doesn't.
 */
public final class ExecPlugin implements OAuthTokenProvider {

  /** What the plugin answered. */
  public record IssuedCredentials(Optional<String> token, Optional<ClientCertificate> certificate, Instant expires) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(5);
  /** Spare time, so that a credential doesn't expire while a request is on its way. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Config config;
  private final Clock clock;
  private IssuedCredentials last;
  private ExecConfig asked;

  /** @param config of whose user it is */
  ExecPlugin(Config config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** For the API client; null if it logs in by certificate. */
  @Override
  public String getToken() {
    try {
      return issue(KubeconfigEntry.of(config), false).token().orElse(null);
    } catch (IOException | GeneralSecurityException e) {
      throw new AgentException(ExitCode.NO_PERMISSION, "the kubeconfig's user can't be used: " + FailureText.of(e), e);
    }
  }

  /**
   * The last answer if it still holds, or a new one.
   *
   * @param refused
   *          whether the API server hasn't accepted the last one
   */
  public synchronized IssuedCredentials issue(KubeconfigEntry entry, boolean refused)
      throws IOException, GeneralSecurityException {
    ExecConfig exec = entry.user().getExec();
    if (refused || last == null || !exec.equals(asked) || clock.instant().plus(MARGIN).isAfter(last.expires())) {
      last = null;
      last = parse(run(exec, entry), exec);
      asked = exec;
    }
    return last;
  }

  private static String run(ExecConfig exec, KubeconfigEntry entry) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(exec.getCommand().contains(File.separator)
        ? KubeconfigEntry.resolve(exec.getCommand(), entry.userFile()).toString()
        : exec.getCommand());
    command.addAll(Optional.ofNullable(exec.getArgs()).orElse(List.of()));
    boolean interactive = !"Never".equals(exec.getInteractiveMode()) && System.console() != null;
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT)
        .redirectInput(interactive ? Redirect.INHERIT : Redirect.from(OperatingSystem.current().nullDevice().toFile()));
    Optional.ofNullable(exec.getEnv()).orElse(List.of())
        .forEach(variable -> builder.environment().put(variable.getName(), variable.getValue()));
    builder.environment().put("KUBERNETES_EXEC_INFO", request(exec, entry, interactive).toString());
    Process process = start(builder, exec);
    // Kills a plugin that hangs, which also ends the reading of its output.
    process.onExit().orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(late -> process.destroyForcibly());
    String output = new String(process.getInputStream().readAllBytes());
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IOException("its plugin " + exec.getCommand() + " ended with " + code + "; run it by hand to see why: "
          + String.join(" ", command));
    }
    return output;
  }

  private static Process start(ProcessBuilder builder, ExecConfig exec) throws IOException {
    try {
      return builder.start();
    } catch (IOException e) {
      String hint = Optional.ofNullable(exec.getInstallHint()).map(text -> ". " + text.strip()).orElse("");
      throw new IOException("its plugin " + exec.getCommand() + " can't be started: " + FailureText.of(e) + hint, e);
    }
  }

  private static ObjectNode request(ExecConfig exec, KubeconfigEntry entry, boolean interactive) {
    ObjectNode request = JSON.createObjectNode().put("kind", "ExecCredential").put("apiVersion", exec.getApiVersion());
    ObjectNode spec = request.putObject("spec").put("interactive", interactive);
    if (Boolean.TRUE.equals(exec.getProvideClusterInfo())) {
      Cluster cluster = entry.cluster();
      ObjectNode info = spec.putObject("cluster").put("server", cluster.getServer());
      if (cluster.getTlsServerName() != null) {
        info.put("tls-server-name", cluster.getTlsServerName());
      }
      if (cluster.getCertificateAuthorityData() != null) {
        info.put("certificate-authority-data", cluster.getCertificateAuthorityData());
      }
      if (cluster.getProxyUrl() != null) {
        info.put("proxy-url", cluster.getProxyUrl());
      }
      info.put("insecure-skip-tls-verify", Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify()));
    }
    return request;
  }

  private static IssuedCredentials parse(String output, ExecConfig exec) throws IOException, GeneralSecurityException {
    JsonNode answer = JSON.readTree(output);
    JsonNode status = answer.path("status");
    if (!exec.getApiVersion().equals(answer.path("apiVersion").asText())) {
      throw new IOException("its plugin " + exec.getCommand() + " answered in the version \""
          + answer.path("apiVersion").asText() + "\", expected " + exec.getApiVersion());
    }
    Optional<String> token = Optional.ofNullable(status.path("token").asText(null));
    String chain = status.path("clientCertificateData").asText(null);
    String key = status.path("clientKeyData").asText(null);
    if (token.isEmpty() && (chain == null || key == null)) {
      throw new IOException("its plugin " + exec.getCommand() + " answered with neither a token nor a certificate");
    }
    Optional<ClientCertificate> certificate = chain == null || key == null
        ? Optional.empty()
        : Optional.of(new ClientCertificate(Pem.privateKey(key), Pem.certificates(chain)));
    String expires = status.path("expirationTimestamp").asText(null);
    return new IssuedCredentials(token, certificate,
        expires == null ? Instant.MAX : OffsetDateTime.parse(expires).toInstant());
  }
}
