package dev.devsession.agent.sync;

import dev.devsession.api.v1alpha1.NamesVia;
import java.util.Optional;

/**
 * Which names there are, and where they lead.
 *
 * @param namespace whose Services also get their bare name
 * @param allNamespaces whether the Services of other namespaces get names too
 * @param nodeAddress where node ports answer; empty: as the cluster tells
 */
public record NameScope(NamesVia via, String namespace, boolean allNamespaces, Optional<String> nodeAddress) {

  /** The namespace to watch; empty for all. */
  Optional<String> watched() {
    return allNamespaces ? Optional.empty() : Optional.of(namespace);
  }
}
