package dev.devsession.localnet.privileged;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.hosts.Block;
import dev.devsession.hosts.BlockHeader;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.HostsText;
import java.io.IOException;
import java.util.List;

/**
 * The block in a file that the agent may only read: the privileged process writes it, and removes it when it exits.
 */
record PrivilegedBlock(HostsFile file, BlockHeader header, PrivilegedProcess process) implements Block {

  /** The privileged process keeps edits of other programs, and refuses names that such an edit defines. */
  @Override
  public boolean write(HostsText read, List<String> names) {
    var lines = header.withNames(names);
    if (!read.equals(read())) {
      return false;
    }
    if (read.hasBlock(lines)) {
      return true;
    }
    try {
      var failures = process.request("block", lines);
      if (failures.isEmpty()) {
        file.wrote(read, lines);
        return true;
      }
      if (!read.equals(read())) {
        return false;
      }
      throw new AgentException(ExitCode.FAILURE,
          "could not write " + file.path() + ": " + failures.values().iterator().next());
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "names are no longer updated: the process that may write "
          + file.path() + " ended: " + FailureText.of(e), e);
    }
  }

  @Override
  public void close() {
    process.close();
    if (file.read().hasBlock()) {
      throw new AgentException(ExitCode.FAILURE, "the names are still in " + file.path()
          + ": remove them with  sudo devsession hosts --clean");
    }
  }
}
