package dev.devsession.operator.drift;

import java.util.List;
import java.util.Map;

/** The workload orders as it is in Git: three replicas. */
final class Orders {
  static final int REPLICAS = 3;

  private Orders() {}

  static Map<String, Object> deployment() {
    return workload("apps/v1", "Deployment", Map.of());
  }

  /** The same with the labels that Flux adds. */
  static Map<String, Object> deploymentByFlux() {
    return workload("apps/v1", "Deployment",
        Map.of("kustomize.toolkit.fluxcd.io/name", "shop", "kustomize.toolkit.fluxcd.io/namespace", "flux-system"));
  }

  static Map<String, Object> workload(String apiVersion, String kind, Map<String, Object> labels) {
    var selected = Map.<String, Object>of("app", "orders");
    var container = Map.of("name", "orders", "image", "shop/orders:1", "ports", List.of(Map.of("containerPort", 8080)),
        "env", List.of(Map.of("name", "STOCK", "value", "http://stock:8080")));
    return Map.of("apiVersion", apiVersion, "kind", kind, "metadata", Map.of("name", "orders", "labels", labels),
        "spec", Map.of("replicas", REPLICAS, "selector", Map.of("matchLabels", selected), "template",
            Map.of("metadata", Map.of("labels", selected), "spec", Map.of("containers", List.of(container)))));
  }
}
