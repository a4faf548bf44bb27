package dev.devsession.operator.drift;

/** The kind of tool behind a manager's name in {@code metadata.managedFields}. */
enum ReplicaWriter {
  ArgoCd,
  FluxKustomization,
  FluxHelmRelease,
  Helm,
  KubectlApply,
  Person,
  Autoscaler,
  Keda,
  OtherScaler,
  Other;

  /**
   * Names are those that the tools write with, as seen in their sources: Argo CD's {@code argocd-controller} for both
   * kinds of apply, {@code argocd-application-controller} in older versions; Flux's controllers and helm their own.
   *
   * @param operation {@code Apply} or {@code Update}
   * @param subresource {@code scale}, or null or empty for the object itself
   */
  static ReplicaWriter of(String manager, String operation, String subresource) {
    var scales = "scale".equals(subresource);
    return switch (manager) {
      case "argocd-controller", "argocd-application-controller" -> ArgoCd;
      case "kustomize-controller" -> FluxKustomization;
      case "helm-controller" -> FluxHelmRelease;
      case "helm" -> Helm;
      case "kubectl" -> scales || !"Apply".equals(operation) ? Person : KubectlApply;
      case "kubectl-client-side-apply" -> KubectlApply;
      case "kubectl-create", "kubectl-edit", "kubectl-patch", "kubectl-replace" -> Person;
      case "kube-controller-manager" -> scales ? Autoscaler : Other;
      case "keda", "keda-operator" -> Keda;
      default -> scales ? OtherScaler : Other;
    };
  }
}
