package dev.devsession.operator.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;

/**
 * What an admin sets for the pods of proxies or gateways, as the chart's values of the same names; absent: the default.
 *
 * @param resources requests and limits of the container
 * @param labels those of the pod besides its own
 * @param annotations those of the pod besides its own
 * @param priorityClassName null: the cluster's default
 * @param podSecurityContext the user, the group and fsGroup; what else is in it isn't taken
 * @param imagePullSecrets Secrets of the namespace in which the pod runs
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodSettings(ResourceRequirements resources, Map<String, String> labels, Map<String, String> annotations,
    Map<String, String> nodeSelector, List<Toleration> tolerations, String priorityClassName,
    PodSecurityContext podSecurityContext, List<LocalObjectReference> imagePullSecrets) {
  public static final PodSettings DEFAULT = new PodSettings(null, null, null, null, null, null, null, null);
  private static final long USER = 65532;
  private static final ObjectMapper JSON = new ObjectMapper();

  public PodSettings {
    resources = resources == null ? defaultResources() : resources;
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    priorityClassName = "".equals(priorityClassName) ? null : priorityClassName;
    podSecurityContext = podSecurityContext == null
        ? new PodSecurityContextBuilder().withRunAsUser(USER).withRunAsGroup(USER).build()
        : podSecurityContext;
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
  }

  /** @throws IllegalArgumentException if it isn't such a JSON object */
  static PodSettings parse(String variable, String json) {
    try {
      return json.isBlank() ? DEFAULT : JSON.readValue(json, PodSettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(variable + " can't be read: " + e.getOriginalMessage(), e);
    }
  }

  private static ResourceRequirements defaultResources() {
    return new ResourceRequirementsBuilder()
        .withRequests(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("48Mi")))
        .withLimits(Map.of("memory", new Quantity("128Mi"))).build();
  }
}
