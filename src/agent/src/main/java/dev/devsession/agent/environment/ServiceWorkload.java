package dev.devsession.agent.environment;

import dev.devsession.environment.ContainerChoice;
import dev.devsession.environment.WorkloadPod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Optional;

/** A Service and a pod that answers for it, or the template of such pods. */
public record ServiceWorkload(Service service, WorkloadPod pod) {

  /** @throws dev.devsession.console.AgentException if there is no container of that name */
  public ContainerChoice container(Optional<String> name) {
    return ContainerChoice.of(pod.spec(), service, pod.annotations(), name);
  }
}
