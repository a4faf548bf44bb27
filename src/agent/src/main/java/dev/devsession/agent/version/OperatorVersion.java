package dev.devsession.agent.version;

import dev.devsession.agent.session.Api;
import dev.devsession.api.v1alpha1.ApiNames;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** What a cluster says of its operator. */
public sealed interface OperatorVersion {

  /** The chart that installed it published this version. */
  record Published(String version) implements OperatorVersion {}

  /** There is one, of a chart that publishes no version. */
  record Unpublished() implements OperatorVersion {}

  /** The API server doesn't serve its kinds. */
  record NotInstalled() implements OperatorVersion {}

  /** The chart's ConfigMap, which every user that the cluster knows may read, wherever the operator runs. */
  String PATH = "/api/v1/namespaces/kube-public/configmaps/devsession";

  /**
   * Asks the API server: one request, or two if there is no version.
   *
   * @throws KubernetesClientException if it can't be asked or knows no such user
   */
  static OperatorVersion read(Api api) {
    try {
      var version = api.get(PATH).path("data").path("version").asText();
      return version.isEmpty() ? new Unpublished() : new Published(version);
    } catch (KubernetesClientException e) {
      if (!isRefused(e)) {
        throw e;
      }
    }
    try {
      api.get("/apis/" + ApiNames.API_VERSION);
      return new Unpublished();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return new NotInstalled();
      }
      if (isRefused(e)) {
        return new Unpublished();
      }
      throw e;
    }
  }

  /** As the chart published it. */
  default Optional<String> published() {
    return this instanceof Published operator ? Optional.of(operator.version()) : Optional.empty();
  }

  private static boolean isRefused(KubernetesClientException e) {
    return e.getCode() == 403 || e.getCode() == 404;
  }
}
