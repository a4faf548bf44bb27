package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.Traffic;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which ports of a Service speak TLS, as far as the objects tell. Pure. */
final class TlsPorts {
  private static final Set<String> APP_PROTOCOLS = Set.of("https", "tls", "ssl", "wss", "kubernetes.io/wss", "grpcs");
  private static final Pattern NAMES = Pattern.compile("(?:.*-)?https|https-.*|tls(?:-.*)?");
  private static final Pattern PLAIN_NAMES = Pattern.compile("(?:.*-)?http|http-.*|h2c");
  private static final Set<Integer> NUMBERS = Set.of(443, 8443);

  private TlsPorts() {}

  /**
   * Why a claim that tells requests apart can't be served without a key; empty: it can.
   *
   * @param service with the selector of its owners
   * @param workloads those whose pods it selects
   */
  static Optional<ReasonedMessage> refusal(Claim claim, Service service, List<Workload> workloads) {
    return claim.traffic() == Traffic.All || claim.tls() != null || asksForServerNamesOnly(claim)
        ? Optional.empty()
        : Ports.claimed(claim, service).flatMap(port -> sign(port, workloads).map(sign -> ConditionMessage.TlsRequired
            .with(words(port), service.getMetadata().getName(), sign)).stream()).findFirst();
  }

  /** It takes whole connections, and needs no key. */
  private static boolean asksForServerNamesOnly(Claim claim) {
    return !claim.match().isEmpty() && claim.match().stream().allMatch(rule -> rule.sni() != null);
  }

  private static String words(ServicePort port) {
    return port.getName() == null ? port.getPort().toString() : "\"" + port.getName() + "\" (" + port.getPort() + ")";
  }

  /** By what the port is known to speak TLS, for a message; empty: by nothing. */
  static Optional<String> sign(ServicePort port, List<Workload> workloads) {
    var target = Ports.sharedTargetPort(port, workloads);
    var targetName = port.getTargetPort() == null ? null : port.getTargetPort().getStrVal();
    if (workloads.stream().anyMatch(w -> isProbed(w, target))) {
      return Optional.of("a probe of container port " + target + " uses HTTPS");
    }
    if (port.getAppProtocol() != null) {
      return APP_PROTOCOLS.contains(port.getAppProtocol())
          ? Optional.of("its appProtocol is " + port.getAppProtocol())
          : Optional.empty();
    }
    var names = Stream.of(Optional.ofNullable(port.getName()), Optional.ofNullable(targetName))
        .flatMap(Optional::stream)
        .toList();
    var telling = names.stream().filter(n -> NAMES.matcher(n).matches()).findFirst();
    if (telling.isPresent()) {
      return Optional.of("it is named " + telling.get());
    }
    return names.stream().anyMatch(n -> PLAIN_NAMES.matcher(n).matches())
        ? Optional.empty()
        : Stream.of(port.getPort(), target).filter(NUMBERS::contains).findFirst().map(n -> "its number is " + n);
  }

  /** Whether the kubelet probes the container port by HTTPS. */
  private static boolean isProbed(Workload workload, int port) {
    return workload.tlsProbes().contains(String.valueOf(port)) || workload.ports().stream()
        .anyMatch(p -> p.getContainerPort() == port && workload.tlsProbes().contains(String.valueOf(p.getName())));
  }
}
