package dev.devsession.restore;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a decision looks at in a pod template. Pure.
 *
 * @param tlsProbes names and numbers of the ports that the kubelet probes by HTTPS
 */
public record PodTraits(Map<String, String> labels, Map<String, String> annotations, List<ContainerPort> ports,
    Set<String> tlsProbes, PodPlacement placement) {
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
        running(spec).map(Container::getPorts).flatMap(List::stream).toList(),
        running(spec).flatMap(PodTraits::tlsProbes).collect(Collectors.toSet()),
        PodPlacement.of(spec));
  }

  private static Stream<Container> running(PodSpec spec) {
    return Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream().filter(PodTraits::isSidecar));
  }

  private static Stream<String> tlsProbes(Container container) {
    return Stream.of(container.getReadinessProbe(), container.getLivenessProbe(), container.getStartupProbe())
        .map(PodTraits::kept).filter(Objects::nonNull).map(p -> p.getHttpGet().getPort())
        .map(p -> p.getStrVal() == null ? String.valueOf(p.getIntVal()) : p.getStrVal());
  }

  /** The port of a probe by HTTPS; null of another one. */
  public static Probe kept(Probe probe) {
    var http = probe == null ? null : probe.getHttpGet();
    return http == null || http.getPort() == null || !"HTTPS".equals(http.getScheme())
        ? null
        : new ProbeBuilder().withNewHttpGet().withPort(http.getPort()).withScheme(http.getScheme()).endHttpGet()
            .build();
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
