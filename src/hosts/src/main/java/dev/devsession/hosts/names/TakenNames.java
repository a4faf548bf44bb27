package dev.devsession.hosts.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names that must keep the meaning they have on this machine, in lower case, each with the reason. */
public final class TakenNames {

  private static final Set<String> LOOPBACK_AND_BROADCAST = Set.of("localhost", "localhost.localdomain", "localhost4",
      "localhost4.localdomain4", "localhost6", "localhost6.localdomain6", "ip6-localhost", "ip6-loopback",
      "ip6-localnet", "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters", "ip6-allhosts", "loopback", "broadcasthost");

  private final Map<String, String> reasons = new HashMap<>();

  /**
   * Gathers the names.
   *
   * @param ofTheMachine
   *          what the machine calls itself, in lower case
   * @param apiHost
   *          host name of the API server, in lower case; shadowing it would cut the agent off
   * @param inHostsFile
   *          what lines outside our block define, in lower case, with the line number
   */
  public TakenNames(Set<String> ofTheMachine, String apiHost, Map<String, Integer> inHostsFile) {
    inHostsFile.forEach((name, line) -> reasons.put(name, "line " + line + " of the hosts file defines it"));
    reasons.put(apiHost, "it is the API server's name");
    ofTheMachine.forEach(name -> reasons.put(name, "it is this machine's own name"));
    LOOPBACK_AND_BROADCAST.forEach(name -> reasons.put(name, "every machine needs it for itself"));
  }

  /** Why this lower-case name must keep its meaning; empty if it has none here. */
  public Optional<String> reason(String name) {
    return Optional.ofNullable(reasons.get(name));
  }

  /** Those of these lower-case names that are free; adds the others to {@code refused}. */
  List<String> keepFree(List<String> names, List<RefusedName> refused) {
    List<String> free = new ArrayList<>(names.size());
    for (String name : names) {
      String reason = reasons.get(name);
      if (reason == null) {
        free.add(name);
      } else {
        refused.add(new RefusedName(name, reason));
      }
    }
    return free;
  }
}
