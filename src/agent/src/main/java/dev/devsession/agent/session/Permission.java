package dev.devsession.agent.session;

import dev.devsession.api.v1alpha1.ApiNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A verb on a resource of a namespace.
 *
 * @param group of the API; empty: the core
 * @param subresource or empty
 */
public record Permission(String verb, String group, String resource, String subresource) {
  /** All that the commands of a session use; the chart's ClusterRole devsession-developer has them. */
  public static final List<Permission> NEEDED = Stream.of(
      of(ApiNames.GROUP, "devsessions", "", "get", "list", "watch", "create", "patch", "delete"),
      of("", "services", "", "get", "list", "watch"),
      of("discovery.k8s.io", "endpointslices", "", "list", "watch"),
      of("", "pods", "portforward", "get", "create")).flatMap(s -> s).toList();

  /** What it takes to connect to a gateway; older API servers ask for the first only. */
  public static final List<Permission> PORT_FORWARD = NEEDED.stream().filter(r -> r.subresource().equals("portforward"))
      .toList();

  /** What the environment and the logs of workloads take; in the same ClusterRole. A session works without. */
  public static final List<Permission> WORKLOADS = Stream.of(
      of("", "pods", "", "get", "list", "watch"),
      of("", "pods", "log", "get"),
      of("apps", "deployments", "", "list"),
      of("apps", "statefulsets", "", "list"),
      of("apps", "replicasets", "", "list")).flatMap(s -> s).toList();

  /** What values and files of ConfigMaps and Secrets take; the chart's ClusterRole devsession-developer-secrets. */
  public static final List<Permission> SECRETS = Stream.of(
      of("", "configmaps", "", "get", "list", "watch"),
      of("", "secrets", "", "get", "list", "watch"),
      of("", "serviceaccounts", "token", "create"),
      of("", "pods", "exec", "get", "create")).flatMap(s -> s).toList();

  private static Stream<Permission> of(String group, String resource, String subresource, String... verbs) {
    return Stream.of(verbs).map(verb -> new Permission(verb, group, resource, subresource));
  }

  /** These rights as the rules of a role, such as {@code get, list on services}. */
  public static String rules(List<Permission> rights) {
    Map<String, List<Permission>> byResource = rights.stream()
        .collect(Collectors.groupingBy(Permission::kind, LinkedHashMap::new, Collectors.toList()));
    return byResource.entrySet().stream().map(
        e -> e.getValue().stream().map(Permission::verb).collect(Collectors.joining(", ")) + " on " + e.getKey())
        .collect(Collectors.joining("; "));
  }

  private String kind() {
    return resource + (subresource.isEmpty() ? "" : "/" + subresource) + (group.isEmpty() ? "" : "." + group);
  }
}
