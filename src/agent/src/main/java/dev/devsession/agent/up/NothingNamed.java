package dev.devsession.agent.up;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What to type, for somebody who typed neither a service nor a session.
 *
 * @param namespace that was looked into
 * @param services the names of its Services
 * @param sessions the names of its sessions
 */
record NothingNamed(String namespace, List<String> services, List<String> sessions) {
  private static final int SHOWN = 8;
  /** Services that the operator makes begin like this; so does no Service that can be swapped. */
  private static final String OWN = "devsession-";

  String message() {
    var swappable = services.stream().filter(name -> !name.startsWith(OWN) && !isOfTheCluster(name)).sorted().toList();
    if (swappable.isEmpty()) {
      return "namespace " + namespace
          + " has no Service to run here: choose another namespace with -n, or for good with"
          + "  kubectl config set-context --current --namespace=NAME";
    }
    return "name what should run here, as in  devsession up " + swappable.getFirst()
        + "=3000, for port 3000 of this machine. Services in namespace " + namespace + ": " + some(swappable)
        + (sessions.isEmpty()
            ? ""
            : ". Or a session, as in  devsession up " + sessions.getFirst() + ". There are: " + some(sessions));
  }

  private boolean isOfTheCluster(String name) {
    return namespace.equals("default") && name.equals("kubernetes");
  }

  private static String some(List<String> names) {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }
}
