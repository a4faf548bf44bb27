package dev.devsession.operator.force;

import dev.devsession.hollow.HollowCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands a hollow cluster to test classes that ask for one. It is started once for all of a run. */
final class SharedCluster implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HollowCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var cluster = context.getRoot().getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(HollowCluster.class, type -> Shop.cluster(), HollowCluster.class);
    Shop.askPodsOf(cluster);
    return cluster;
  }
}
