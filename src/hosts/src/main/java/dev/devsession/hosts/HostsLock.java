package dev.devsession.hosts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One agent per hosts file. The operating system drops the lock when the process ends, however it ends; the file with
 * the holder's pid is deleted on a normal exit.
 */
public final class HostsLock implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;

  private HostsLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static HostsLock acquire(Path file, Path hosts, long pid) throws IOException {
    while (true) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // A leftover of a dead agent, or the file of a live one: the lock decides.
      }
      try {
        Object expected = inode(file);
        FileChannel channel = FileChannel.open(file, WRITE, LinkOption.NOFOLLOW_LINKS);
        if (channel.tryLock() == null) {
          channel.close();
          throw held(file, hosts);
        }
        // The former holder may have deleted the file between our opening and our locking it.
        if (expected.equals(inode(file))) {
          HostsLock taken = new HostsLock(file, channel);
          taken.writePid(pid);
          return taken;
        }
        channel.close();
      } catch (NoSuchFileException e) {
        // Deleted by the former holder: try again with a new file.
      }
    }
  }

  /** Leaves nothing behind if the disk is full. */
  private void writePid(long pid) throws IOException {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((pid + "\n").getBytes(US_ASCII)));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static AgentException held(Path file, Path hosts) throws IOException {
    String pid = Files.readString(file, US_ASCII).strip();
    return new AgentException(ExitCode.CONFLICT, "another devsession already manages " + hosts + ": pid "
        + (pid.isEmpty() ? "unknown" : pid) + ". Stop that one first, or use another file with --hosts-file");
  }
}
