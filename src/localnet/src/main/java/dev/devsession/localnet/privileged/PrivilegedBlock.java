package dev.devsession.localnet.privileged;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.hosts.Block;
import dev.devsession.hosts.BlockHeader;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.HostsText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The block in a file that the agent may only read: the privileged process writes it, and takes it away when it ends. */
record PrivilegedBlock(HostsFile file, BlockHeader header, PrivilegedProcess process) implements Block {

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public HostsFile.Stamp stamp() {
    return file.stamp();
  }

  @Override
  public void write(Function<HostsText, List<String>> names) {
    HostsText text = file.read();
    List<String> lines = header.withNames(names.apply(text));
    if (text.hasBlock(lines)) {
      return;
    }
    try {
      Map<Integer, String> failures = process.order("block", lines);
      if (!failures.isEmpty()) {
        throw new AgentException(ExitCode.FAILURE,
            "could not write " + file.path() + ": " + failures.values().iterator().next());
      }
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "names no longer follow: the process that may write " + file.path()
          + " ended: " + e.getMessage(), e);
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
