package dev.devsession.files.folder;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one process of a user at a time make or delete folders of sessions, so that nobody takes a new one, which isn't
 * locked yet, for one that was left.
 */
final class PlaceLock implements AutoCloseable {
  private static final String NAME = "lock";
  private static final int OWNER_ONLY = 0700;
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path base;
  private final FileChannel channel;

  private PlaceLock(Path base, FileChannel channel) {
    this.base = base;
    this.channel = channel;
  }

  /**
   * Takes it, and makes the place if it isn't there.
   *
   * @throws IOException if another user has made it
   */
  static PlaceLock take(Path base) throws IOException {
    IN_PROCESS.lock();
    try {
      while (true) {
        try {
          makePrivate(base);
          var file = base.resolve(NAME);
          FileChannel.open(file, CREATE, WRITE).close();
          var expected = identity(file);
          var channel = FileChannel.open(file, WRITE);
          channel.lock();
          if (isStill(file, expected)) {
            return new PlaceLock(base, channel);
          }
          channel.close();
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
          // Somebody else has just removed or made it.
        }
      }
    } catch (IOException | RuntimeException e) {
      IN_PROCESS.unlock();
      throw e;
    }
  }

  /** Removes the place if there is no folder in it. */
  void removeIfUnused() throws IOException {
    try (var entries = Files.list(base)) {
      if (entries.count() > 1) {
        return;
      }
    }
    try {
      Files.delete(base.resolve(NAME));
      Files.delete(base);
    } catch (DirectoryNotEmptyException e) {
      // Somebody is just coming.
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      IN_PROCESS.unlock();
    }
  }

  private static boolean isStill(Path file, Object expected) throws IOException {
    try {
      return Objects.equals(expected, identity(file));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** In a folder that all users share, somebody else could have made it first. */
  private static void makePrivate(Path base) throws IOException {
    if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(base.getParent());
      Files.createDirectory(base, PlainFiles.attributes(OWNER_ONLY));
    }
    var own = Files.createTempFile(base, ".owner", "");
    try {
      if (!Files.getOwner(base, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own))) {
        throw new IOException("it belongs to another user");
      }
    } finally {
      Files.delete(own);
    }
    PlainFiles.setMode(base, PlainFiles.permissions(OWNER_ONLY));
  }
}
