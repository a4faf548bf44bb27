package dev.devsession.operator.gateway;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.config.OperatorConfig;
import java.util.Set;
import java.util.TreeSet;

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

  private static Set<TransportPath> asked(DevSession session, OperatorConfig settings) {
    var transport = session.getSpec().transport();
    if (transport.type() != TransportType.Tunnel) {
      return new TreeSet<>();
    }
    return new TreeSet<>(transport.paths() == null ? settings.gatewayPaths() : transport.paths());
  }
}
