package dev.devsession.operator.gateway;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.GatewayPorts;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.dataplane.DataPlanePod;
import dev.devsession.operator.dataplane.Fingerprint;
import dev.devsession.operator.owned.OwnedObjects;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects that represent a session's machine in the cluster.
 *
 * @param service proxies connect to its ClusterIP. While no agent is connected it has no endpoint, and nodes refuse
 * callers. A pod that is being replaced serves on until the agent has connected to the next one
 * @param nodePort leads the machine to it from a port of the nodes, if the session may use one
 * @param deployment of one pod, which is Ready exactly while a machine is connected; of two during a replacement
 */
public record Gateway(Service service, Deployment deployment, Optional<Service> nodePort) {
  /**
   * The second compiler takes up to 30 MiB, which the gateway needs for its connections. A proxy has few of them, and
   * with it spends half the time on a request.
   */
  private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final int HEALTH_PORT = 9901;
  /** The answer to a probe waits for the agent, so that the pod is Ready as soon as it is there. */
  private static final String ONCE_CONNECTED = "/readyz?wait";
  private static final String PREFIX = "devsession-gw-";
  private static final String NODE_PORT_PREFIX = "devsession-gwport-";

  public static Gateway of(DevSession session, OperatorConfig settings) {
    var name = name(session);
    var service = new ServiceBuilder().withMetadata(metadata(session, name)).withNewSpec()
        .withSelector(Map.of(Labels.SESSION, name))
        .addNewPort().withName("machine").withPort(GatewayPorts.PROXY)
        .withTargetPort(new IntOrString(GatewayPorts.PROXY)).endPort().endSpec()
        .build();
    var deployment = new DeploymentBuilder().withMetadata(metadata(session, name)).withNewSpec().withReplicas(1)
        .withRevisionHistoryLimit(0).withNewStrategy().withType("RollingUpdate").withNewRollingUpdate()
        .withMaxSurge(new IntOrString(1)).withMaxUnavailable(new IntOrString(0)).endRollingUpdate().endStrategy()
        .withNewSelector().addToMatchLabels(Labels.SESSION, name).endSelector()
        .withTemplate(template(session, name, settings)).endSpec().build();
    sign(service, service.getSpec());
    sign(deployment, deployment.getSpec());
    return new Gateway(service, deployment, GatewayPaths.of(session, settings).contains(TransportPath.NodePort)
        ? Optional.of(nodePort(session, name))
        : Optional.empty());
  }

  private static Service nodePort(DevSession session, String name) {
    var service = new ServiceBuilder().withMetadata(metadata(session, nodePortName(session))).withNewSpec()
        .withType("NodePort").withPublishNotReadyAddresses(true)
        .withSelector(Map.of(Labels.SESSION, name)).addNewPort().withName("tls").withPort(GatewayPorts.TLS)
        .withTargetPort(new IntOrString(GatewayPorts.TLS)).endPort().endSpec().build();
    sign(service, service.getSpec());
    return service;
  }

  static String nodePortName(DevSession session) {
    return OwnedObjects.name(NODE_PORT_PREFIX, session.getMetadata().getName());
  }

  /** Name of both objects, and value of the label on them; fits where a session's own name may not. */
  public static String name(DevSession session) {
    return OwnedObjects.name(PREFIX, session.getMetadata().getName());
  }

  private static PodTemplateSpec template(DevSession session, String name, OperatorConfig settings) {
    var pod = settings.gatewayPod();
    return new PodTemplateSpecBuilder().withNewMetadata().withLabels(pod.labels()).addToLabels(labels(name))
        .withAnnotations(pod.annotations()).endMetadata()
        .withSpec(DataPlanePod.pod(pod)
            .withContainers(DataPlanePod
                .container("gateway",
                    List.of(
                        new ContainerPortBuilder().withName("machine").withContainerPort(GatewayPorts.PROXY).build()),
                    HEALTH_PORT, settings.gatewayPod(), settings)
                .withArgs("gateway").editReadinessProbe().withFailureThreshold(1).editHttpGet().withPath(ONCE_CONNECTED)
                .endHttpGet().endReadinessProbe()
                .addNewEnv().withName("JDK_JAVA_OPTIONS").withValue(ONE_COMPILER).endEnv()
                .addNewEnv().withName("DEVSESSION_SESSION").withValue(session.getMetadata().getUid()).endEnv()
                .addNewEnv().withName("DEVSESSION_PORT").withValue(String.valueOf(GatewayPorts.PROXY)).endEnv()
                .addNewEnv().withName("DEVSESSION_TUNNEL_PORT").withValue(String.valueOf(GatewayPorts.TUNNEL)).endEnv()
                .addNewEnv().withName("DEVSESSION_ALLOW").withValue(settings.gatewayAllow()).endEnv()
                .addNewEnv().withName("DEVSESSION_NODE_IPS").withNewValueFrom().withNewFieldRef()
                .withFieldPath("status.hostIPs").endFieldRef().endValueFrom().endEnv()
                .addAllToEnv(GatewayPaths.environment(GatewayPaths.of(session, settings))).build())
            .build())
        .build();
  }

  private static ObjectMeta metadata(DevSession session, String name) {
    return OwnedObjects.metadata(session, name, labels(name)).build();
  }

  private static Map<String, String> labels(String name) {
    return OwnedObjects.labels(Labels.SESSION, name);
  }

  private static void sign(HasMetadata wanted, Object spec) {
    wanted.getMetadata().setAnnotations(Map.of(Annotations.HASH, Fingerprint.of(spec)));
  }
}
