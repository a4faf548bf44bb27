package dev.devsession.agent.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names that must keep the meaning they have on this machine.
 *
 * @param ofTheMachine
 *          what the machine calls itself, in lower case
 * @param ofTheCluster
 *          host name of the API server, in lower case; shadowing it would cut the agent off
 * @param inHostsFile
 *          what lines outside our block define, in lower case, with the line number
 */
public record TakenNames(Set<String> ofTheMachine, Set<String> ofTheCluster, Map<String, Integer> inHostsFile) {

  private static final Set<String> LOOPBACK_AND_BROADCAST = Set.of("localhost", "localhost.localdomain", "localhost4",
      "localhost4.localdomain4", "localhost6", "localhost6.localdomain6", "ip6-localhost", "ip6-loopback",
      "ip6-localnet", "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters", "ip6-allhosts", "loopback", "broadcasthost");

  /** The names that are free; adds the others to {@code refused}. */
  List<String> keepFree(List<String> names, List<RefusedName> refused) {
    List<String> free = new ArrayList<>(names.size());
    for (String name : names) {
      String reason = reasonAgainst(name.toLowerCase(Locale.ROOT));
      if (reason == null) {
        free.add(name);
      } else {
        refused.add(new RefusedName(name, reason));
      }
    }
    return free;
  }

  private String reasonAgainst(String name) {
    if (LOOPBACK_AND_BROADCAST.contains(name)) {
      return "every machine needs it for itself";
    }
    if (ofTheMachine.contains(name)) {
      return "it is this machine's own name";
    }
    if (ofTheCluster.contains(name)) {
      return "it is the API server's name";
    }
    Integer line = inHostsFile.get(name);
    return line == null ? null : "line " + line + " of the hosts file defines it";
  }
}
