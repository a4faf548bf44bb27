package dev.devsession.kubeconfig;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.tunnel.carrier.portforward.ApiEndpoint;
import dev.devsession.tunnel.carrier.portforward.Trust;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** The API server of a kubeconfig's context, as the tunnel dials it. */
public final class Endpoints {

  private Endpoints() {}

  /**
   * The endpoint; its login reads the kubeconfig again for each connection.
   *
   * @param config
   *          as read from a kubeconfig
   * @throws AgentException
   *           if something in the kubeconfig can't be used
   */
  public static ApiEndpoint of(Config config) {
    try {
      KubeconfigEntry entry = KubeconfigEntry.of(config);
      Cluster cluster = entry.cluster();
      URI server = URI.create(cluster.getServer());
      String host = server.getHost().replaceAll("[\\[\\]]", "");
      Optional<String> name = Optional.ofNullable(cluster.getTlsServerName()).filter(told -> !told.isBlank());
      return new ApiEndpoint(server, name, trust(entry), new KubeconfigLogin(config),
          ProxyChoice.of(host, cluster.getProxyUrl(), ProxyChoice.ofEnvironment(server, config),
              config.getNoProxy()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new AgentException(ExitCode.BAD_INPUT, "the kubeconfig's context \"" + config.getCurrentContext().getName()
          + "\" can't be used: " + FailureText.of(e), e);
    }
  }

  private static Trust trust(KubeconfigEntry entry) throws IOException, GeneralSecurityException {
    Cluster cluster = entry.cluster();
    if (Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify())) {
      return new Trust.AnyCertificate();
    }
    String authority = KubeconfigEntry.text(cluster.getCertificateAuthorityData(), cluster.getCertificateAuthority(),
        entry.clusterFile());
    return authority == null ? new Trust.Runtime() : new Trust.Authorities(Pem.certificates(authority));
  }
}
