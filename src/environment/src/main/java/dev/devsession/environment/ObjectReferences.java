package dev.devsession.environment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects that have to be read for a container's environment.
 *
 * @param configMaps by name
 * @param secrets by name
 * @param node whether the pod's node counts, for the limits of a container that has none
 */
public record ObjectReferences(Set<String> configMaps, Set<String> secrets, boolean node) {

  /** Those of one container. */
  public static ObjectReferences of(WorkloadPod pod, Container container) {
    var configMaps = new TreeSet<String>();
    var secrets = new TreeSet<String>();
    for (var from : container.getEnvFrom()) {
      if (from.getConfigMapRef() != null) {
        configMaps.add(from.getConfigMapRef().getName());
      }
      if (from.getSecretRef() != null) {
        secrets.add(from.getSecretRef().getName());
      }
    }
    var sources = container.getEnv().stream().map(v -> v.getValueFrom()).filter(Objects::nonNull).toList();
    sources.stream().map(EnvVarSource::getConfigMapKeyRef).filter(Objects::nonNull)
        .forEach(r -> configMaps.add(r.getName()));
    sources.stream().map(EnvVarSource::getSecretKeyRef).filter(Objects::nonNull)
        .forEach(r -> secrets.add(r.getName()));
    return new ObjectReferences(configMaps, secrets,
        sources.stream().map(EnvVarSource::getResourceFieldRef).filter(Objects::nonNull)
            .anyMatch(r -> ResourceFields.needsNode(pod, container, r)));
  }
}
