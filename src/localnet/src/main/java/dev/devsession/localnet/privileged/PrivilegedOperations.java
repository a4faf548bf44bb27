package dev.devsession.localnet.privileged;

import dev.devsession.console.AgentException;
import dev.devsession.console.FailureText;
import dev.devsession.console.OperatingSystem;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.Block;
import dev.devsession.hosts.BlockHeader;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.OwnBlock;
import dev.devsession.hosts.PrivateBlock;
import dev.devsession.hosts.WriteObstacle;
import dev.devsession.localnet.loopback.PrivilegedPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the changes on this machine that names need: in this process if it has the rights, else in one that it starts
 * with sudo, else not at all.
 */
public final class PrivilegedOperations implements PrivilegedPorts, AutoCloseable {

  private final Path hostsFile;
  private final BlockHeader header;
  private final Terminal terminal;
  private final Sudo sudo;
  private boolean addressesWarned;

  /**
   * Changes nothing yet.
   *
   * @param context
   *          of the kubeconfig, for readers of the file
   */
  public PrivilegedOperations(Path hostsFile, String context, Terminal terminal) {
    this.hostsFile = hostsFile;
    this.header = new BlockHeader(ProcessHandle.current().pid(), context);
    this.terminal = terminal;
    this.sudo = new Sudo(hostsFile);
  }

  /** The block in the hosts file; without the rights, one in a file of the user's own, with a hint how to use it. */
  public Block openBlock() {
    String why;
    try {
      HostsFile file = HostsFile.at(hostsFile);
      Optional<WriteObstacle> obstacle = WriteObstacle.of(file.path());
      if (obstacle.isEmpty()) {
        return OwnBlock.openToRemoveAfterKill(file, header, mended -> terminal.warning("hosts file", mended));
      }
      if (obstacle.get().helpedByRoot()) {
        return new PrivilegedBlock(file, header, sudo.process());
      }
      why = obstacle.get().message();
    } catch (AgentException | IOException e) {
      why = FailureText.of(e);
    }
    PrivateBlock block = PrivateBlock.create(header, hostsFile);
    terminal.warning("hosts file", hostsFile + " is unchanged: " + why);
    terminal.warning("hosts file", "the names are in " + block.path() + " instead; "
        + howToAdd(block.path(), hostsFile, OperatingSystem.current()));
    return block;
  }

  /** By hand, for whom this process may not. */
  static String howToAdd(Path names, Path hosts, OperatingSystem system) {
    return system == OperatingSystem.WINDOWS
        ? "as administrator, add them with  type \"" + names + "\" >> \"" + hosts + "\""
        : "add them with  sudo sh -c 'cat " + names + " >> " + hosts + "'";
  }

  @Override
  public void addAddresses(Collection<String> addresses) {
    if (LoopbackAliases.NEEDED) {
      try {
        warnAboutAddresses(sudo.process().request("alias", List.copyOf(addresses)).values());
      } catch (IOException e) {
        warnAboutAddresses(List.of(FailureText.of(e)));
      }
    }
  }

  @Override
  public void removeAddresses(Collection<String> addresses) {
    if (LoopbackAliases.NEEDED) {
      try {
        sudo.process().request("unalias", List.copyOf(addresses));
      } catch (IOException e) {
        // The process removed them when it ended.
      }
    }
  }

  @Override
  public Map<LowPort, String> open(Collection<LowPort> ports) {
    List<LowPort> requested = List.copyOf(ports);
    Map<LowPort, String> refused = new HashMap<>();
    try {
      Map<Integer, String> failures = sudo.process().request("listen", lines(requested));
      for (int i = 0; i < requested.size(); i++) {
        String failure = failures.getOrDefault(i, failures.get(PrivilegedActions.Failure.ALL));
        if (failure != null) {
          refused.put(requested.get(i), failure);
        }
      }
    } catch (IOException e) {
      requested.forEach(port -> refused.put(port, "you may not listen on ports below 1024: " + FailureText.of(e)));
    }
    return refused;
  }

  @Override
  public void close(Collection<LowPort> ports) {
    try {
      sudo.process().request("unlisten", lines(ports));
    } catch (IOException e) {
      // The process removed them when it ended.
    }
  }

  @Override
  public void close() {
    sudo.close();
  }

  private void warnAboutAddresses(Collection<String> failures) {
    if (!failures.isEmpty() && !addressesWarned) {
      addressesWarned = true;
      terminal.warning("names",
          "some don't answer, because loopback addresses are missing: " + failures.iterator().next());
    }
  }

  private static List<String> lines(Collection<LowPort> ports) {
    List<String> lines = new ArrayList<>();
    ports.forEach(port -> lines.add(new PrivilegedRequest.Relay(port.address(), port.port(), port.relayPort()).line()));
    return lines;
  }
}
