package dev.devsession.hosts;

import dev.devsession.console.FailureText;
import dev.devsession.console.OperatingSystem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Why a file can't be written.
 *
 * @param message for the user, with what to do
 * @param helpedByRoot whether root could write it
 */
public record WriteObstacle(String message, boolean helpedByRoot) {

  private static final String OR_ANOTHER = ", or use another file with --hosts-file";

  /** What keeps this process from writing a file, found by opening it; nothing is written. */
  public static Optional<WriteObstacle> of(Path file) {
    try (FileChannel _ = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(of(file, e, "root".equals(System.getProperty("user.name")), OperatingSystem.current()));
    }
  }

  static WriteObstacle of(Path file, IOException e, boolean root, OperatingSystem system) {
    if (e instanceof AccessDeniedException && system == OperatingSystem.WINDOWS) {
      return new WriteObstacle("you may not write " + file + ": start the terminal with  Run as administrator"
          + OR_ANOTHER, false); // there is no sudo that could pass the rights to one process
    }
    if (e instanceof AccessDeniedException) {
      return root
          ? new WriteObstacle("even root may not write " + file + " (permission denied, as by SELinux, a container or a"
              + " network file system): allow it" + OR_ANOTHER, false)
          : new WriteObstacle("you may not write " + file + ": run it with sudo, as in  sudo devsession hosts", true);
    }
    String reason = FailureText.reason(e);
    if (reason.contains("read-only") || isReadOnly(file)) {
      return new WriteObstacle(file + " is on a read-only file system: mount it writable" + OR_ANOTHER, false);
    }
    if (reason.contains("not permitted")) {
      return new WriteObstacle(file + " is immutable, also for root: make it writable with  chattr -i " + file
          + OR_ANOTHER, false);
    }
    return new WriteObstacle("could not write " + file + ": " + reason, false);
  }

  private static boolean isReadOnly(Path file) {
    try {
      return Files.getFileStore(file).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }
}
