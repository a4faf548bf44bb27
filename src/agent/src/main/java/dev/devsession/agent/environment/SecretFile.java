package dev.devsession.agent.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/** A file with values of Secrets: nobody else can read it, at no moment, and it doesn't get into a repository. */
public final class SecretFile {
  private SecretFile() {}

  /** @throws AgentException if the file would be in the work tree of a Git repository */
  public static void requireOutsideOfGit(Path file) {
    workTree(file).ifPresent(tree -> {
      throw new AgentException(ExitCode.BAD_INPUT, file + " is in the Git work tree " + tree
          + ", from where values of Secrets are easily committed: choose another folder, or use --force");
    });
  }

  /** The folder above with a {@code .git}, which is a file in linked work trees. */
  static Optional<Path> workTree(Path file) {
    try {
      var parent = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
      var folder = Files.exists(parent) ? parent.toRealPath() : parent.normalize();
      return Stream.iterate(folder, f -> f != null, Path::getParent)
          .filter(f -> Files.exists(f.resolve(".git"), LinkOption.NOFOLLOW_LINKS)).findFirst();
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "could not look at " + file + ": " + FailureText.reason(e), e);
    }
  }

  /** Replaces the file in one step. */
  public static void write(Path file, String text) {
    try {
      var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
      var posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
      var mine = posix
          ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
          : new FileAttribute<?>[0];
      var draft = Files.createTempFile(folder, ".devsession", ".tmp", mine);
      try {
        Files.write(draft, text.getBytes(UTF_8));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "could not write " + file + ": " + FailureText.reason(e), e);
    }
  }
}
