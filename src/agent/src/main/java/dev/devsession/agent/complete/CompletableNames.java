package dev.devsession.agent.complete;

import java.util.List;

/** The names that a completion may have to look up; what can't be looked up counts as none. */
public interface CompletableNames {
  /** Contexts of the kubeconfig. */
  List<String> contexts();

  /** Namespaces of the cluster. */
  List<String> namespaces();

  /** Sessions of the namespace. */
  List<String> sessions();

  /** Services of the namespace. */
  List<String> services();
}
