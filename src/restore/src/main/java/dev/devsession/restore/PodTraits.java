package dev.devsession.restore;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a decision looks at in a pod template. Pure. */
public record PodTraits(Map<String, String> labels, Map<String, String> annotations, List<ContainerPort> ports,
    PodPlacement placement) {
  /** Annotations that meshes and policies read of pods. */
  private static final Pattern ANNOTATIONS = Pattern.compile("sidecar\\.istio\\.io/inject|istio\\.io/rev"
      + "|linkerd\\.io/inject|kuma\\.io/.*|consul\\.hashicorp\\.com/connect-inject"
      + "|openservicemesh\\.io/sidecar-injection");

  static PodTraits of(PodTemplateSpec template) {
    var metadata = template.getMetadata();
    var spec = template.getSpec() == null ? new PodSpec() : template.getSpec();
    return new PodTraits(
        metadata == null || metadata.getLabels() == null ? Map.of() : Map.copyOf(metadata.getLabels()),
        metadata == null || metadata.getAnnotations() == null ? Map.of() : kept(metadata.getAnnotations()),
        Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream().filter(PodTraits::isSidecar))
            .map(Container::getPorts).flatMap(List::stream).toList(),
        PodPlacement.of(spec));
  }

  /** Whether an init container keeps running beside the others, so that its ports are the pod's. */
  public static boolean isSidecar(Container initContainer) {
    return "Always".equals(initContainer.getRestartPolicy());
  }

  /** Those of the annotations that a pod in the place of the workload's has too. */
  public static Map<String, String> kept(Map<String, String> annotations) {
    var kept = new TreeMap<>(annotations);
    kept.keySet().removeIf(name -> !ANNOTATIONS.matcher(name).matches());
    return kept;
  }
}
