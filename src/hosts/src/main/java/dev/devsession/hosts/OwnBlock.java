package dev.devsession.hosts;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The block in a file that this process may write. */
public final class OwnBlock implements Block {

  private final HostsFile file;
  private final BlockHeader header;
  private final HostsLock lock;
  private final Optional<CleanUpProcess> afterKill;

  private OwnBlock(HostsFile file, BlockHeader header, HostsLock lock, Optional<CleanUpProcess> afterKill) {
    this.file = file;
    this.header = header;
    this.lock = lock;
    this.afterKill = afterKill;
  }

  /** Removes what dead agents left, also a block whose markers are damaged; returns how many lines that were. */
  public static int clean(HostsFile file, long pid, Consumer<String> repaired) {
    HostsLock lock = lock(file, pid, repaired);
    try {
      return file.clean();
    } finally {
      close(lock);
    }
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
    HostsLock lock = lock(file, header.pid(), repaired);
    try {
      file.read();
      return new OwnBlock(file, header, lock, Optional.empty());
    } catch (AgentException e) {
      close(lock);
      throw e;
    }
  }

  /** As {@link #open}; another process removes the block if this one is killed. */
  public static OwnBlock openToRemoveAfterKill(HostsFile file, BlockHeader header, Consumer<String> repaired) {
    OwnBlock block = open(file, header, repaired);
    return new OwnBlock(file, header, block.lock, CleanUpProcess.start(file.path()));
  }

  private static HostsLock lock(HostsFile file, long pid, Consumer<String> repaired) {
    file.requireWritable();
    HostsLock lock = file.lock(pid);
    try {
      String done = file.repair();
      if (!done.isEmpty()) {
        repaired.accept(done);
      }
      return lock;
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
    return file.write(read, header.withNames(names));
  }

  /** Whether there was a block to remove. */
  public boolean remove() {
    return file.edit(HostsText::withoutBlock);
  }

  @Override
  public void close() {
    try {
      remove();
      afterKill.ifPresent(CleanUpProcess::close);
    } finally {
      close(lock);
    }
  }

  private static void close(HostsLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "could not remove the lock: " + FailureText.of(e), e);
    }
  }
}
