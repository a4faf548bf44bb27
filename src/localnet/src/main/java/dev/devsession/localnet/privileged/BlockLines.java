package dev.devsession.localnet.privileged;

import dev.devsession.hosts.names.DnsLabel;
import dev.devsession.hosts.names.IpLiteral;
import dev.devsession.hosts.names.LoopbackAddresses;
import dev.devsession.hosts.names.TakenNames;
import java.net.InetAddress;
import java.util.List;

/** Checks the lines that the agent wants in the hosts file. */
final class BlockLines {

  private BlockLines() {}

  /**
   * Accepts comments, and names that mean nothing else on this machine: of loopback addresses that names may have,
   * of nodes, and of Services in the cluster.
   *
   * @throws IllegalArgumentException
   *           naming the first line that is something else
   */
  static void check(List<String> lines, TakenNames taken) {
    for (String line : lines) {
      if (line.chars().anyMatch(c -> c < ' ' || c == 127)) {
        throw refused(line, "has a control character");
      }
      if (line.startsWith("#")) {
        if (line.contains("BEGIN devsession") || line.contains("END devsession")) {
          throw refused(line, "looks like a marker");
        }
      } else {
        checkNames(line, taken);
      }
    }
  }

  private static void checkNames(String line, TakenNames taken) {
    String[] fields = line.split(" ", -1);
    if (!LoopbackAddresses.covers(fields[0]) && !isElsewhere(fields[0])) {
      throw refused(line, "must begin with an address of another machine, or a loopback address that names may have");
    }
    if (fields.length < 2) {
      throw refused(line, "has no name");
    }
    for (int i = 1; i < fields.length; i++) {
      String name = fields[i];
      for (String label : name.split("\\.", -1)) {
        if (!DnsLabel.isValid(label)) {
          throw refused(line, "has a name that isn't valid in DNS");
        }
      }
      taken.reason(name).ifPresent(reason -> {
        throw refused(line, "may not define " + name + ": " + reason);
      });
    }
  }

  /** Whether it is the address of one machine, and not of this one. */
  private static boolean isElsewhere(String text) {
    if (!IpLiteral.isValid(text)) {
      return false;
    }
    var address = InetAddress.ofLiteral(text);
    return !address.isLoopbackAddress() && !address.isAnyLocalAddress() && !address.isMulticastAddress()
        && !address.isLinkLocalAddress();
  }

  private static IllegalArgumentException refused(String line, String why) {
    return new IllegalArgumentException("line \"" + PrintableText.printable(line) + "\" " + why);
  }
}
