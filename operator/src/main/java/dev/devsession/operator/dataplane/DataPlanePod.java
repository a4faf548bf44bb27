package dev.devsession.operator.dataplane;

import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.config.PodSettings;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * A pod of the data plane: it keeps to the restricted Pod Security Standard, has no API token, and says whether it's
 * ready.
 */
public final class DataPlanePod {
  /** Name of the container port of the health endpoints. */
  public static final String HEALTH_PORT_NAME = "ds-health";

  private DataPlanePod() {}

  /** A pod without containers. @param settings what an admin sets for it */
  public static PodSpecBuilder pod(PodSettings settings) {
    var security = settings.podSecurityContext();
    return new PodSpecBuilder().withAutomountServiceAccountToken(false).withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(30L).withNodeSelector(settings.nodeSelector())
        .withTolerations(settings.tolerations()).withPriorityClassName(settings.priorityClassName())
        .withImagePullSecrets(settings.imagePullSecrets())
        .withNewSecurityContext().withRunAsNonRoot(true).withRunAsUser(security.getRunAsUser())
        .withRunAsGroup(security.getRunAsGroup()).withFsGroup(security.getFsGroup())
        .withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile().endSecurityContext();
  }

  /** The one container. @param ports those besides the one for health @param pod what an admin sets for it */
  public static ContainerBuilder container(String name, List<ContainerPort> ports, int healthPort,
      PodSettings pod, OperatorConfig settings) {
    var all = new ArrayList<>(ports);
    all.add(new ContainerPortBuilder().withName(HEALTH_PORT_NAME).withContainerPort(healthPort).build());
    return new ContainerBuilder().withName(name).withImage(settings.proxyImage())
        .withImagePullPolicy(settings.proxyPullPolicy()).withPorts(all)
        .addNewEnv().withName("DEVSESSION_HEALTH_PORT").withValue(String.valueOf(healthPort)).endEnv()
        .withNewReadinessProbe().withPeriodSeconds(1).withNewHttpGet().withPath("/readyz")
        .withPort(new IntOrString(HEALTH_PORT_NAME)).endHttpGet().endReadinessProbe()
        .withNewLivenessProbe().withPeriodSeconds(10).withTimeoutSeconds(5).withNewHttpGet().withPath("/livez")
        .withPort(new IntOrString(HEALTH_PORT_NAME)).endHttpGet().endLivenessProbe()
        .withResources(pod.resources())
        .withNewSecurityContext().withAllowPrivilegeEscalation(false).withReadOnlyRootFilesystem(true)
        .withNewCapabilities().withDrop("ALL").endCapabilities().endSecurityContext();
  }
}
