package dev.devsession.hosts;

import java.nio.file.Path;
import java.util.List;

/** An agent's block in a hosts file; as long as it is open, no other agent has one there. */
public interface Block extends AutoCloseable {

  /** The file that holds it. */
  HostsFile file();

  default Path path() {
    return file().path();
  }

  /** The version that this process wrote; null if another program has written since, or if it is unknown. */
  default HostsFile.Stamp ownStamp() {
    return file().ownStamp();
  }

  /** Changes whenever a program writes the file; null while it is unknown. */
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
   * @return false if another program has changed the text meanwhile; that text then stays
   * @throws dev.devsession.console.AgentException if it can't be written; the file is then unchanged
   */
  boolean write(HostsText read, List<String> names);

  /** Removes the block and so restores the file. */
  @Override
  void close();
}
