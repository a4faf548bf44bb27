package dev.devsession.files.folder;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are on their way to a place of this machine, which gets all of them in one step, or none. */
public final class PulledFolder implements AutoCloseable {
  private final Path target;
  private final Path work;
  private boolean isFile;

  private PulledFolder(Path target, Path work) {
    this.target = target;
    this.work = work;
  }

  /**
   * A new folder beside the place, on the same disk.
   *
   * @throws AgentException if there is something already
   */
  public static PulledFolder beside(Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new AgentException(ExitCode.BAD_INPUT,
          target + " exists already: move it, or choose another folder with -o");
    }
    var parent = Files.createDirectories(target.toAbsolutePath().normalize().getParent());
    return new PulledFolder(target, Files.createTempDirectory(parent, ".devsession-pull-"));
  }

  /** What comes is a single file. */
  public void expectFile() {
    isFile = true;
  }

  /** An empty folder to write to; what was there is gone. */
  public Path clear() throws IOException {
    FolderDeletion.delete(work.resolve("all"));
    return Files.createDirectory(work.resolve("all"));
  }

  /** Puts it in its place. */
  public void keep() throws IOException {
    var all = work.resolve("all");
    Files.move(isFile ? all.resolve(target.getFileName()) : all, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    FolderDeletion.delete(work);
  }
}
