package dev.devsession.hosts;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** An agent's block in a hosts file; as long as it is open, no other agent has one there. */
public interface Block extends AutoCloseable {

  Path path();

  /** Changes whenever someone writes the file; null while it cannot be told. */
  HostsFile.Stamp stamp();

  /**
   * Writes the names.
   *
   * @param names
   *          gives the lines for the file as it is; asked again if somebody else has written it meanwhile
   * @throws dev.devsession.console.AgentException
   *           if it can't be written; the file is then as it was
   */
  void write(Function<HostsText, List<String>> names);

  /** Takes the block away; the file is then as it was. */
  @Override
  void close();
}
