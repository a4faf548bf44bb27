package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;

/** Something of the API that a volume's files are made of; equal ones need to be read once. */
public sealed interface SourceObject {
  /** A ConfigMap of the namespace. */
  record ConfigMap(String name) implements SourceObject {}

  /** A Secret of the namespace. */
  record Secret(String name) implements SourceObject {}

  /**
   * A token of the pod's service account.
   *
   * @param audience empty: the API server's
   * @param seconds how long it is asked to live
   */
  record Token(String audience, long seconds) implements SourceObject {}

  /** A ClusterTrustBundle. */
  record TrustBundle(String name) implements SourceObject {}

  /** All ClusterTrustBundles of a signer that a label selector matches. */
  record SignerBundles(String signer, JsonNode selector) implements SourceObject {}
}
