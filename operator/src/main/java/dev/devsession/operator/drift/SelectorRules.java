package dev.devsession.operator.drift;

/**
 * The rule that keeps a tool from setting {@code spec.selector} of a shared Service, to be added where that tool is
 * configured, without touching the session.
 */
public final class SelectorRules {
  private SelectorRules() {}

  /**
   * What to add, and to what, fit for a condition's message.
   *
   * @param manager the managedFields entry's manager that set the selector
   * @param operation {@code Apply} or {@code Update}
   */
  public static String advice(String manager, String operation, String namespace, String name) {
    var object = "service/" + name + " -n " + namespace;
    var target = "target: {kind: Service, name: " + name + ", namespace: " + namespace + "}";
    return switch (ReplicaWriter.of(manager, operation, null)) {
      case ArgoCd -> "Argo CD's self-heal resets it. Add both to the Application: spec.ignoreDifferences: [{kind: "
          + "Service, name: " + name + ", namespace: " + namespace + ", jsonPointers: [/spec/selector]}] and "
          + "spec.syncPolicy.syncOptions: [RespectIgnoreDifferences=true].";
      case FluxKustomization -> "Flux applies it again. Add to the Kustomization (Flux 2.9 or later): spec.ignore: "
          + "[{paths: [/spec/selector], " + target + "}]. Before 2.9, or for this session only: kubectl annotate "
          + object + " kustomize.toolkit.fluxcd.io/ssa=Ignore, and after it the same with ssa- instead of ssa=Ignore.";
      case FluxHelmRelease -> "Flux corrects drift of its release. Add to the HelmRelease: "
          + "spec.driftDetection.ignore: [{paths: [/spec/selector], " + target + "}].";
      case Helm -> "helm upgrade sets the chart's selector. Upgrade when the session has ended.";
      case KubectlApply -> "A pipeline keeps applying a manifest. Let it skip the manifest while kubectl get " + object
          + " -o jsonpath='{.metadata.annotations.devsession\\.dev/original}' prints something.";
      case Person -> "A user or a script sets it. Ask them not to while the Service has the annotation "
          + "devsession.dev/original, or end the session.";
      case Autoscaler, Keda, OtherScaler, Other -> manager + " sets it. If it's an operator, pause it for " + object
          + "; its author can make it ignore spec.selector while the Service has the annotation "
          + "devsession.dev/original.";
    };
  }
}
