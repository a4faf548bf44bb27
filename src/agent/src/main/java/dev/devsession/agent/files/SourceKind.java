package dev.devsession.agent.files;

import dev.devsession.files.volume.SourceObject;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;

/** How a kind of source is asked for, and what allows it. */
final class SourceKind {
  private SourceKind() {}

  /** What is attempted, for whom it is refused. */
  static AttemptedAction attempt(SourceObject object) {
    return switch (object) {
      case SourceObject.ConfigMap _ -> reading("configmaps");
      case SourceObject.Secret _ -> reading("secrets");
      case SourceObject.Token _ ->
        new AttemptedAction("create tokens of service accounts", "create on serviceaccounts/token", ChartRole.SECRETS);
      case SourceObject.TrustBundle _,SourceObject.SignerBundles _ -> new AttemptedAction("read clustertrustbundles",
          "get, list and watch on clustertrustbundles.certificates.k8s.io", ChartRole.SECRETS);
    };
  }

  private static AttemptedAction reading(String resource) {
    return new AttemptedAction("read " + resource, "get, list and watch on " + resource, ChartRole.SECRETS);
  }
}
