package dev.devsession.operator.config;

import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.restore.WorkloadKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The operator's settings, from its environment.
 *
 * @param namespace the operator's own namespace ({@code POD_NAMESPACE})
 * @param deployment name of the operator's own Deployment ({@code OPERATOR_DEPLOYMENT}, default devsession)
 * @param watchNamespaces the namespaces to serve ({@code WATCH_NAMESPACES}, separated by commas); empty: all
 * @param workloadKinds the kinds of workload to serve: Deployment, StatefulSet and those of {@code WORKLOAD_KINDS}
 *          (GROUP/VERSION/KIND, separated by commas)
 * @param proxyImage image of the proxy ({@code PROXY_IMAGE})
 * @param proxyPullPolicy its pull policy ({@code PROXY_PULL_POLICY}, default IfNotPresent)
 * @param proxyPod what an admin sets for the proxies' pods ({@code PROXY_POD}, JSON)
 * @param gatewayPod the same for the gateways' ({@code GATEWAY_POD})
 * @param gatewayAllow addresses that gateways may dial although they are loopback, link-local or a node's ({@code
 * GATEWAY_ALLOW}: CIDRs,
 *          separated by commas; default none)
 * @param gatewayPaths the shorter ways that sessions may use ({@code GATEWAY_PATHS}: separated by commas; default none)
 * @param httpPort port of health and metrics ({@code HTTP_PORT}, default 8080)
 * @param leaderElection whether a lease guards against a second operator ({@code LEADER_ELECTION}, default true)
 */
public record OperatorConfig(
    String namespace,
    String deployment,
    Set<String> watchNamespaces,
    List<WorkloadKind> workloadKinds,
    String proxyImage,
    String proxyPullPolicy,
    PodSettings proxyPod,
    PodSettings gatewayPod,
    String gatewayAllow,
    Set<TransportPath> gatewayPaths,
    int httpPort,
    boolean leaderElection) {

  /** With the chart's defaults for the pods of proxies and gateways. */
  public OperatorConfig(String namespace, String deployment, Set<String> watchNamespaces,
      List<WorkloadKind> workloadKinds, String proxyImage, String proxyPullPolicy, String gatewayAllow, int httpPort,
      boolean leaderElection) {
    this(namespace, deployment, watchNamespaces, workloadKinds, proxyImage, proxyPullPolicy, PodSettings.DEFAULT,
        PodSettings.DEFAULT, gatewayAllow, Set.of(TransportPath.PodAddress), httpPort, leaderElection);
  }

  /** @throws IllegalArgumentException naming the variable that is missing or wrong */
  public static OperatorConfig from(Map<String, String> env) {
    return new OperatorConfig(required(env, "POD_NAMESPACE"),
        env.getOrDefault("OPERATOR_DEPLOYMENT", "devsession"), namespaces(env.getOrDefault("WATCH_NAMESPACES", "")),
        WorkloadKind.with(env.getOrDefault("WORKLOAD_KINDS", "")), required(env, "PROXY_IMAGE"),
        env.getOrDefault("PROXY_PULL_POLICY", "IfNotPresent"), pod(env, "PROXY_POD"), pod(env, "GATEWAY_POD"),
        env.getOrDefault("GATEWAY_ALLOW", ""), paths(env.getOrDefault("GATEWAY_PATHS", "")),
        port(env.getOrDefault("HTTP_PORT", "8080")), !"false".equals(env.get("LEADER_ELECTION")));
  }

  /** A list separated by commas; empty or null: none. */
  public static Set<String> namespaces(String list) {
    var names = new TreeSet<>(Arrays.asList((list == null ? "" : list).trim().split("\\s*,\\s*")));
    names.remove("");
    return names;
  }

  private static Set<TransportPath> paths(String list) {
    var paths = new TreeSet<TransportPath>();
    for (var name : namespaces(list)) {
      try {
        paths.add(TransportPath.valueOf(name));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("GATEWAY_PATHS must hold only " + Arrays.toString(TransportPath.values())
            + ", but holds \"" + name + "\"", e);
      }
    }
    return paths;
  }

  private static PodSettings pod(Map<String, String> env, String name) {
    return PodSettings.parse(name, env.getOrDefault(name, ""));
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("HTTP_PORT must be a port number, but is \"" + text + "\"", e);
    }
  }

  private static String required(Map<String, String> env, String name) {
    var value = env.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("environment variable " + name + " must be set; the chart sets it");
    }
    return value;
  }
}
