package dev.devsession.hosts;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The block in a file that this process may write. */
public final class OwnBlock implements Block {

  private final HostsFile file;
  private final BlockHeader header;
  private final HostsLock lock;

  private OwnBlock(HostsFile file, BlockHeader header, HostsLock lock) {
    this.file = file;
    this.header = header;
    this.lock = lock;
  }

  /**
   * Takes the lock; the file itself changes only if a crash left it torn.
   *
   * @param repaired
   *          gets a message about what was repaired
   * @throws AgentException
   *           if the file can't be written, its block is malformed, or another agent has one there
   */
  public static OwnBlock open(HostsFile file, BlockHeader header, Consumer<String> repaired) {
    file.requireWritable();
    HostsLock lock = file.lock(header.pid());
    try {
      String done = file.repair();
      if (!done.isEmpty()) {
        repaired.accept(done);
      }
      file.read();
      return new OwnBlock(file, header, lock);
    } catch (AgentException e) {
      close(lock);
      throw e;
    }
  }

  @Override
  public HostsFile file() {
    return file;
  }

  @Override
  public boolean write(HostsText read, List<String> names) {
    return file.replace(read, read.withBlock(header.withNames(names)));
  }

  /** Whether there was a block to remove. */
  public boolean remove() {
    return file.edit(HostsText::withoutBlock);
  }

  @Override
  public void close() {
    try {
      remove();
    } finally {
      close(lock);
    }
  }

  private static void close(HostsLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "could not remove the lock: " + e, e);
    }
  }
}
