package dev.devsession.hosts;

import java.nio.file.Path;
import java.util.List;

/** An agent's block in a hosts file; as long as it is open, no other agent has one there. */
public interface Block extends AutoCloseable {

  /** Where it stands. */
  HostsFile file();

  default Path path() {
    return file().path();
  }

  /** Changes whenever someone writes the file; null while it cannot be told. */
  default HostsFile.Stamp stamp() {
    return file().stamp();
  }

  /** The text that the names have to fit into, as it is now. */
  default HostsText read() {
    return file().read();
  }

  /**
   * Writes the names, if the text is still the one that they were planned for.
   *
   * @return false if somebody has written another one meanwhile, which then stays
   * @throws dev.devsession.console.AgentException if it can't be written; the file is then as it was
   */
  boolean write(HostsText read, List<String> names);

  /** Takes the block away; the file is then as it was. */
  @Override
  void close();
}
