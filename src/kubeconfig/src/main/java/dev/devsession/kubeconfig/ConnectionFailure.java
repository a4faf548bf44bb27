package dev.devsession.kubeconfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.devsession.console.FailureText;
import dev.devsession.tunnel.carrier.portforward.ProxyAddress;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Says why no answer came from the API server.
 *
 * @param server its URL
 * @param proxy through which it was asked
 * @param cluster if it is one of this machine
 */
record ConnectionFailure(String server, Optional<ProxyAddress> proxy, Optional<LocalCluster> cluster) {

  private static final Pattern OTHER_NAME = Pattern.compile("(?i)no (?:subject alternative|name).*|.*hostname.*");

  /** Whether the failure is one of the way there, and not of what was asked or answered. */
  boolean isOne(Throwable failure) {
    List<Throwable> chain = FailureText.chain(failure);
    return !FailureText.isInternal(failure) && chain.stream().noneMatch(JsonProcessingException.class::isInstance)
        && chain.stream().anyMatch(one -> one instanceof IOException || one instanceof UnresolvedAddressException
            || one instanceof KubernetesClientException);
  }

  String explain(Throwable failure) {
    List<Throwable> chain = FailureText.chain(failure);
    String way = proxy.map(by -> " through the proxy " + by).orElse("");
    if (chain.stream().anyMatch(CertificateException.class::isInstance)) {
      return "no trusted connection to the API server " + server + way + ": " + certificate(chain.getLast())
          + ". Is this the right cluster, and is the kubeconfig's certificate authority up to date?";
    }
    if (chain.stream().anyMatch(SSLException.class::isInstance)) {
      return "no encrypted connection to the API server " + server + way + ": " + text(failure)
          + ". Does it speak https?";
    }
    return "cannot reach the API server " + server + way + ": " + text(failure) + proxy
        .map(by -> ". Does the proxy run? It is set by the kubeconfig's proxy-url, or by HTTPS_PROXY or HTTP_PROXY")
        .or(() -> cluster.map(local -> ". " + local.question()))
        .orElse(". Is the cluster running, and is --context the right one?");
  }

  private static String certificate(Throwable root) {
    String message = String.valueOf(root.getMessage());
    if (root instanceof CertificateExpiredException || message.startsWith("NotAfter")) {
      return "its certificate has expired";
    }
    // An authority of the same name and another key, as of two Minikubes, shows by the signature.
    if (message.contains("certification path") || message.contains("ignature")) {
      return "its certificate isn't signed by an authority that the kubeconfig trusts";
    }
    if (OTHER_NAME.matcher(message).matches()) {
      return "its certificate is for another name (" + text(root) + ")";
    }
    return "its certificate isn't valid: " + text(root);
  }

  /** Within a sentence. */
  private static String text(Throwable failure) {
    return FailureText.of(failure).replaceFirst("[.?!]+$", "");
  }
}
