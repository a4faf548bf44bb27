package dev.devsession.agent.complete;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Looks names up in the cluster that the options of the command line choose. */
public record ClusterNames(List<String> words) implements CompletableNames {

  @Override
  public List<String> contexts() {
    return config(Optional.empty()).getContexts().stream().map(c -> c.getName()).toList();
  }

  @Override
  public List<String> namespaces() {
    return names("/api/v1/namespaces");
  }

  @Override
  public List<String> sessions() {
    return names("/apis/" + ApiNames.API_VERSION + "/namespaces/%s/devsessions");
  }

  @Override
  public List<String> services() {
    return names("/api/v1/namespaces/%s/services");
  }

  private List<String> names(String path) {
    var config = config(option("--context"));
    config.setRequestRetryBackoffLimit(0);
    var namespace = option("--namespace").or(() -> option("-n"))
        .orElseGet(() -> Objects.requireNonNullElse(config.getNamespace(), "default"));
    try (var cluster = ClusterContext.of(config, namespace)) {
      return cluster.api().get(path.formatted(namespace)).path("items").valueStream()
          .map((JsonNode item) -> item.path("metadata").path("name").asText()).toList();
    } catch (KubernetesClientException e) {
      return List.of(); // the user gets no names now, and the error message when the command runs
    }
  }

  private Config config(Optional<String> context) {
    return Kubeconfig.load(option("--kubeconfig").map(Path::of), context);
  }

  /** The value of an option that was typed before the last word. */
  private Optional<String> option(String name) {
    var typed = words.subList(0, words.size() - 1);
    var at = typed.lastIndexOf(name);
    return at >= 0 && at + 1 < typed.size()
        ? Optional.of(typed.get(at + 1))
        : typed.stream().filter(w -> w.startsWith(name + "=")).map(w -> w.substring(name.length() + 1)).findFirst();
  }
}
