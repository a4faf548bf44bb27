package dev.devsession.operator.force;

import dev.devsession.hollow.HollowCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Passes a hollow cluster to test classes that have it as a parameter. It is started once per run. */
final class SharedCluster implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HollowCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var cluster = context.getRoot().getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(HollowCluster.class, type -> Shop.cluster(), HollowCluster.class);
    Shop.routePodRequestsTo(cluster);
    return cluster;
  }
}
