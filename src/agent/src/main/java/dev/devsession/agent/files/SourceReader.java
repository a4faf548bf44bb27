package dev.devsession.agent.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.files.volume.Reading;
import dev.devsession.files.volume.SourceObject;
import dev.devsession.kubeconfig.ApiErrors;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/**
 * Reads what volumes are made of.
 *
 * @param account the pod's service account
 */
record SourceReader(ClusterContext cluster, String account) {
  /** The newest first; a cluster may serve none. */
  private static final List<String> BUNDLE_VERSIONS = List.of("v1", "v1beta1", "v1alpha1");
  private static final int NOT_FOUND = 404;

  /** What is there; never fails. */
  Reading read(SourceObject object) {
    try {
      return new Reading.Found(fetch(object));
    } catch (KubernetesClientException e) {
      return e.getCode() == NOT_FOUND ? new Reading.Absent() : refused(object, e);
    } catch (RuntimeException e) {
      return refused(object, e);
    }
  }

  /** Why it can't be read. */
  Reading.Refused refused(SourceObject object, Throwable failure) {
    return new Reading.Refused(
        new ApiErrors(cluster.client(), Optional.of(cluster.namespace()), SourceKind.attempt(object)).explain(failure)
            .getMessage());
  }

  private JsonNode fetch(SourceObject object) {
    return switch (object) {
      case SourceObject.ConfigMap(var name) -> cluster.api().get(namespaced("configmaps/" + name));
      case SourceObject.Secret(var name) -> cluster.api().get(namespaced("secrets/" + name));
      case SourceObject.Token token -> requestToken(token);
      case SourceObject.TrustBundle(var name) -> bundles("/" + name);
      case SourceObject.SignerBundles _ -> bundles("");
    };
  }

  /**
   * For the service account alone: one that is bound to the pod would die with it, and a swap is about to end the pod.
   */
  private JsonNode requestToken(SourceObject.Token token) {
    var request = JsonNodeFactory.instance.objectNode().put("apiVersion", "authentication.k8s.io/v1")
        .put("kind", "TokenRequest");
    var spec = request.putObject("spec").put("expirationSeconds", token.seconds());
    if (!token.audience().isEmpty()) {
      spec.putArray("audiences").add(token.audience());
    }
    return cluster.api().post(namespaced("serviceaccounts/" + account + "/token"), request);
  }

  private JsonNode bundles(String name) {
    KubernetesClientException last = null;
    for (var version : BUNDLE_VERSIONS) {
      try {
        return cluster.api().get("/apis/certificates.k8s.io/" + version + "/clustertrustbundles" + name);
      } catch (KubernetesClientException e) {
        if (e.getCode() != NOT_FOUND) {
          throw e;
        }
        last = e;
      }
    }
    throw last;
  }

  private String namespaced(String path) {
    return "/api/v1/namespaces/" + cluster.namespace() + "/" + path;
  }
}
