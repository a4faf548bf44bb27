package dev.devsession.files.volume;

/** What people call something of the API. */
public final class Description {
  private Description() {}

  static String ofAbsent(SourceObject object) {
    return switch (object) {
      case SourceObject.Token _ -> "there is no such service account, and so no token";
      case SourceObject.SignerBundles _ -> "the cluster has no ClusterTrustBundles";
      default -> "there is no " + of(object);
    };
  }

  public static String of(SourceObject object) {
    return switch (object) {
      case SourceObject.ConfigMap(var name) -> "ConfigMap " + name;
      case SourceObject.Secret(var name) -> "Secret " + name;
      case SourceObject.Token(var audience, var _) ->
        "the service account's token" + (audience.isEmpty() ? "" : " for " + audience);
      case SourceObject.TrustBundle(var name) -> "ClusterTrustBundle " + name;
      case SourceObject.SignerBundles(var signer, var _) -> "the ClusterTrustBundles of " + signer;
    };
  }
}
