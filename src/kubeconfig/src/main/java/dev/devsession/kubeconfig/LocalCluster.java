package dev.devsession.kubeconfig;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A cluster on the developer's own machine, which is often just not started.
 *
 * @param product as people call it
 * @param start the command that starts it; empty: it is started like any other application
 */
public record LocalCluster(String product, Optional<String> start) {
  private static final String KIND = "kind-";
  private static final String K3D = "k3d-";

  /**
   * By the name that each of these tools gives to its context.
   *
   * @param context of a kubeconfig
   * @param byMinikube whether Minikube wrote it: a profile of Minikube has any name, and so has its context
   */
  public static Optional<LocalCluster> of(String context, boolean byMinikube) {
    if (context.equals("minikube")) {
      return Optional.of(new LocalCluster("Minikube", Optional.of("minikube start")));
    }
    if (byMinikube) {
      return Optional.of(new LocalCluster("Minikube", Optional.of("minikube start -p " + context)));
    }
    if (context.startsWith(KIND)) {
      return Optional.of(new LocalCluster("kind's node",
          Optional.of("docker start " + context.substring(KIND.length()) + "-control-plane")));
    }
    if (context.startsWith(K3D)) {
      return Optional.of(new LocalCluster("k3d",
          Optional.of("k3d cluster start " + context.substring(K3D.length()))));
    }
    if (context.equals("colima")) {
      return Optional.of(new LocalCluster("Colima", Optional.of("colima start --kubernetes")));
    }
    if (context.equals("docker-desktop")) {
      return Optional.of(new LocalCluster("Docker Desktop", Optional.empty()));
    }
    return context.equals("rancher-desktop")
        ? Optional.of(new LocalCluster("Rancher Desktop", Optional.empty()))
        : Optional.empty();
  }

  /**
   * What to do when no context is chosen. {@code minikube stop} leaves it like that.
   *
   * @param contexts of the kubeconfig
   * @param byMinikube which of them Minikube wrote
   */
  static String choice(List<String> contexts, Predicate<String> byMinikube) {
    if (contexts.isEmpty()) {
      return "it has none. A local cluster writes its own when it starts, as by  minikube start";
    }
    return "choose one with --context or  kubectl config use-context; it has: " + String.join(", ", contexts)
        + contexts.stream().map(context -> of(context, byMinikube.test(context)))
            .flatMap(Optional::stream).filter(cluster -> cluster.product().equals("Minikube")).findFirst()
            .map(cluster -> ". Minikube chooses its own when it starts:  " + cluster.start().orElseThrow())
            .orElse("");
  }

  /** What to do when it doesn't answer. */
  String question() {
    return "Is " + product + " running" + start.map(command -> "? Try  " + command)
        .orElse(", with Kubernetes enabled in its settings?");
  }
}
