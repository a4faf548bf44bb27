package dev.devsession.hosts;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/** Puts a new version in a file's place by renaming, so that every reader finds the old or the new one, whole. */
record AtomicReplacement(Path file, Path next) {

  enum Outcome {
    REPLACED,
    CHANGED_MEANWHILE,
    IMPOSSIBLE_HERE
  }

  /** What must be the same on the new version; the link count shows a file that has other names elsewhere. */
  private static final List<String> IDENTITY = List.of("unix:mode", "unix:uid", "unix:gid", "unix:nlink");

  Outcome replace(byte[] current, byte[] content) throws IOException {
    if (!next.getParent().equals(file.getParent())) {
      return Outcome.IMPOSSIBLE_HERE;
    }
    try {
      // A copy takes mode, owner, access lists and labels along, each as far as this user may set it.
      Files.copy(file, next, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      if (!sameIdentity()) {
        return Outcome.IMPOSSIBLE_HERE;
      }
      DurableFile.write(next, content);
      if (!Arrays.equals(current, Files.readAllBytes(file))) {
        return Outcome.CHANGED_MEANWHILE;
      }
      return rename();
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** A mounted file, such as a container's hosts file, cannot be renamed over. */
  private Outcome rename() throws IOException {
    try {
      DurableFile.rename(next, file);
      return Outcome.REPLACED;
    } catch (FileSystemException e) {
      return Outcome.IMPOSSIBLE_HERE;
    }
  }

  private boolean sameIdentity() throws IOException {
    for (String attribute : IDENTITY) {
      if (!Files.getAttribute(file, attribute).equals(Files.getAttribute(next, attribute))) {
        return false;
      }
    }
    return true;
  }
}
