package dev.devsession.operator.drift;

import java.util.Locale;

/**
 * The rule that keeps a tool from setting {@code spec.replicas} of a swapped workload, to be added where that tool is
 * configured, without touching the session.
 */
public final class IgnoreRules {
  private IgnoreRules() {}

  /**
   * What to add, and to what: one to four sentences, at most 700 characters for names of usual length, fit for a
   * condition's message.
   *
   * @param manager the managedFields entry's manager, {@code operation} ({@code Apply} or {@code Update}) and
   *          {@code subresource} (null if none) that set the field
   * @param apiVersion the workload's, such as {@code apps/v1}
   */
  public static String advice(String manager, String operation, String subresource, String apiVersion, String kind,
      String namespace, String name) {
    var group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    var object = kind.toLowerCase(Locale.ROOT) + (group.isEmpty() || group.equals("apps") ? "" : "." + group) + "/"
        + name + " -n " + namespace;
    var target = "target: {kind: " + kind + ", name: " + name + ", namespace: " + namespace + "}";
    return switch (ReplicaWriter.of(manager, operation, subresource)) {
      case ArgoCd -> "Argo CD's self-heal resets it. Add both to the Application: spec.ignoreDifferences: [{group: \""
          + group + "\", kind: " + kind + ", name: " + name + ", namespace: " + namespace
          + ", jsonPointers: [/spec/replicas]}] and spec.syncPolicy.syncOptions: [RespectIgnoreDifferences=true].";
      case FluxKustomization -> "Flux applies it again. Add to the Kustomization (Flux 2.9 or later): spec.ignore: "
          + "[{paths: [/spec/replicas], " + target + "}]. Before 2.9, or for this session only: kubectl annotate "
          + object + " kustomize.toolkit.fluxcd.io/ssa=Ignore, and after it the same with ssa- instead of ssa=Ignore.";
      case FluxHelmRelease -> "Flux corrects drift of its release. Add to the HelmRelease: "
          + "spec.driftDetection.ignore: [{paths: [/spec/replicas], " + target + "}]. If an upgrade set it, leave "
          + "replicas out of the chart's template, or upgrade when the session has ended.";
      case Helm ->
        "helm upgrade sets the chart's value. Upgrade when the session has ended, or leave spec.replicas out "
            + "of the template (charts with autoscaling.enabled often do); the first upgrade without it still sets 1.";
      case KubectlApply ->
        "A pipeline keeps applying a manifest with spec.replicas. Let it skip the manifest while kubectl get "
            + object + " -o jsonpath='{.metadata.annotations.devsession\\.dev/original}' prints something; or leave "
            + "spec.replicas out of the manifest, and out of kubectl apply edit-last-applied " + object
            + " too: otherwise the next client-side apply sets 1.";
      case Person -> "A user or a script scales it. Ask them not to while the workload has the "
          + "annotation devsession.dev/original, or end the session.";
      case Autoscaler -> "A HorizontalPodAutoscaler with minReplicas: 0 scales it up. Set minReplicas to 1 or more: "
          + "then Kubernetes pauses the autoscaler while the workload has 0 replicas.";
      case Keda -> "KEDA scales it up. Annotate the ScaledObject: kubectl annotate scaledobject NAME -n " + namespace
          + " autoscaling.keda.sh/paused=true, and remove that after the session with paused- instead.";
      case OtherScaler -> manager + " scales " + object + " through its scale subresource. Pause it, or configure it "
          + "to ignore the workload while that has the annotation devsession.dev/original.";
      case Other -> manager + " sets it. If it's an operator, pause it for " + object + " or set the replicas to 0 "
          + "where it reads them; its author can make it ignore spec.replicas while the workload has the annotation "
          + "devsession.dev/original.";
    };
  }
}
