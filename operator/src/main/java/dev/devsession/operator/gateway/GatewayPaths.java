package dev.devsession.operator.gateway;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.GatewayPorts;
import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which shorter ways to its gateway a session may use. Pure. */
public final class GatewayPaths {

  private GatewayPaths() {}

  /** Those that both the session and the chart allow. */
  public static Set<TransportPath> of(DevSession session, OperatorConfig settings) {
    var paths = asked(session, settings);
    paths.retainAll(settings.gatewayPaths());
    return paths;
  }

  /** Those that the session asks for, and the chart doesn't allow. */
  public static Set<TransportPath> refused(DevSession session, OperatorConfig settings) {
    var paths = asked(session, settings);
    paths.removeAll(settings.gatewayPaths());
    return paths;
  }

  /** What tells a gateway its paths. */
  static List<EnvVar> environment(Set<TransportPath> paths) {
    return paths.isEmpty()
        ? List.of()
        : List.of(
            new EnvVarBuilder().withName("DEVSESSION_PATHS")
                .withValue(paths.stream().map(TransportPath::name).collect(Collectors.joining(","))).build(),
            new EnvVarBuilder().withName("DEVSESSION_TLS_PORT").withValue(String.valueOf(GatewayPorts.TLS)).build(),
            new EnvVarBuilder().withName("DEVSESSION_POD_IPS").withNewValueFrom().withNewFieldRef()
                .withFieldPath("status.podIPs").endFieldRef().endValueFrom().build());
  }

  private static Set<TransportPath> asked(DevSession session, OperatorConfig settings) {
    var transport = session.getSpec().transport();
    if (transport.type() != TransportType.Tunnel) {
      return new TreeSet<>();
    }
    return new TreeSet<>(transport.paths() == null ? settings.gatewayPaths() : transport.paths());
  }
}
