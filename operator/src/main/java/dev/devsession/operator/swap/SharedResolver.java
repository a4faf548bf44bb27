package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.restore.SharedService;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Optional;

/** Whether a Service can be shared. Pure. */
final class SharedResolver {
  private SharedResolver() {}

  /** Why the claim can't be served; empty: it can. */
  static Optional<ReasonedMessage> refusal(Claim claim, String name, Service service, ClusterWorkloads workloads) {
    return unfit(name, service).or(() -> {
      var original = SharedService.original(service);
      return SharedRoutes.refusal(claim, original,
          workloads.all().stream().filter(w -> WorkloadResolver.selects(original, w)).toList());
    });
  }

  /** Why no session can share the Service; empty: it can be shared. */
  static Optional<ReasonedMessage> unfit(String name, Service service) {
    if (service == null) {
      return Optional.of(ConditionMessage.ServiceNotFound.with(name));
    }
    var shared = new SharedService(service);
    if (shared.mark().isEmpty() && shared.markText().isPresent() | shared.isTouched()
        && (!shared.isTouched() || shared.selectorOfOwners().isEmpty())) {
      return Optional.of(ConditionMessage.SelectorMarkUnreadable.with(name, shared.markText().orElse("")));
    }
    var spec = SharedService.original(service).getSpec();
    if ("ExternalName".equals(spec.getType())) {
      return Optional.of(ConditionMessage.ExternalNameService.with(name, spec.getExternalName()));
    }
    if (spec.getSelector() == null || spec.getSelector().isEmpty()) {
      return Optional.of(ConditionMessage.ServiceWithoutSelector.with(name));
    }
    if (TwinService.tcp(service).isEmpty()) {
      return Optional.of(ConditionMessage.NoTcpPort.with(name));
    }
    return spec.getPorts().stream().filter(p -> !TwinService.tcp(service).contains(p)).findFirst()
        .map(p -> ConditionMessage.PortNotShareable.with(
            p.getName() == null ? p.getPort() : "\"" + p.getName() + "\"", name, p.getProtocol()));
  }
}
