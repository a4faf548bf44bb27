package dev.devsession.environment;

import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of a pod that a variable may refer to. */
final class PodFields {
  private static final Pattern BY_KEY = Pattern.compile("(metadata\\.(?:labels|annotations))\\['(.*)'\\]");

  private PodFields() {}

  /** @param path of {@code fieldRef} */
  static Variable variable(String name, String path, WorkloadPod pod) {
    var origin = new Origin.PodField(path);
    return read(path, pod).map(value -> Variable.known(name, value, origin)).orElseGet(() -> Variable.unknown(name,
        pod.status().isPresent() ? "the pod has no such field" : "only a running pod has it, and none runs", origin));
  }

  private static Optional<String> read(String path, WorkloadPod pod) {
    var byKey = BY_KEY.matcher(path);
    if (byKey.matches()) {
      var entries = byKey.group(1).equals("metadata.labels") ? pod.labels() : pod.annotations();
      return Optional.of(entries.getOrDefault(byKey.group(2), ""));
    }
    return switch (path) {
      case "metadata.namespace" -> Optional.of(pod.namespace());
      case "spec.serviceAccountName" -> Optional.of(serviceAccount(pod));
      case "metadata.name" -> live(pod, pod.metadata().getName());
      case "metadata.uid" -> live(pod, pod.metadata().getUid());
      case "spec.nodeName", "spec.host" -> live(pod, pod.spec().getNodeName());
      case "status.podIP" -> pod.status().map(PodStatus::getPodIP);
      case "status.podIPs" -> pod.status().map(s -> list(s.getPodIPs().stream().map(PodIP::getIp).toList()));
      case "status.hostIP" -> pod.status().map(PodStatus::getHostIP);
      case "status.hostIPs" -> pod.status().map(s -> list(s.getHostIPs().stream().map(HostIP::getIp).toList()));
      default -> Optional.empty();
    };
  }

  private static Optional<String> live(WorkloadPod pod, String value) {
    return pod.status().isPresent() ? Optional.ofNullable(value) : Optional.empty();
  }

  private static String serviceAccount(WorkloadPod pod) {
    return Objects.requireNonNullElse(pod.spec().getServiceAccountName(), "default");
  }

  private static String list(List<String> addresses) {
    return addresses.stream().collect(Collectors.joining(","));
  }
}
