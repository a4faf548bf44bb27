package dev.devsession.files.folder;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of this process that no other user can enter, and which is gone in the end: {@link #close} deletes it, or
 * the next process that makes one does. The system drops the lock on it when its process ends, however that ends.
 */
public final class SessionFolder implements AutoCloseable {
  private static final String PREFIX = "files-";
  private static final String LOCK = "lock";
  private static final int OWNER_ONLY = 0700;

  private final Path folder;
  private final FileChannel lock;

  private SessionFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes one, and deletes those of processes that are gone.
   *
   * @throws AgentException if this user can't write where it should be
   */
  public static SessionFolder create() {
    var base = FolderPlace.ofUser().base();
    try {
      return in(base);
    } catch (IOException e) {
      throw new AgentException(ExitCode.NO_PERMISSION, "could not make a folder for the workload's files in " + base
          + ": " + FailureText.reason(e), e);
    }
  }

  static SessionFolder in(Path base) throws IOException {
    try (var _ = PlaceLock.take(base)) {
      sweep(base);
      var folder = Files.createTempDirectory(base, PREFIX + ProcessHandle.current().pid() + "-",
          PlainFiles.attributes(OWNER_ONLY));
      var lock = FileChannel.open(folder.resolve(LOCK), CREATE, WRITE);
      lock.lock();
      return new SessionFolder(folder, lock);
    }
  }

  /** Where the container's files are to be. */
  public Path root() {
    return folder.resolve("root");
  }

  /** Where other things can be kept until the end. */
  public Path resolve(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    try (var place = PlaceLock.take(folder.getParent())) {
      FolderDeletion.delete(folder);
      lock.close();
      place.removeIfUnused();
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE,
          "could not delete " + folder + ": " + FailureText.of(e) + ". Delete it by hand", e);
    }
  }

  private static void sweep(Path base) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
      for (var folder : folders) {
        if (!isOfThisProcess(folder) && !isLocked(folder.resolve(LOCK))) {
          FolderDeletion.delete(folder);
        }
      }
    }
  }

  /** To open and close one's own lock would give it up. */
  private static boolean isOfThisProcess(Path folder) {
    return folder.getFileName().toString().startsWith(PREFIX + ProcessHandle.current().pid() + "-");
  }

  private static boolean isLocked(Path file) {
    try (var channel = FileChannel.open(file, CREATE, WRITE)) {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
