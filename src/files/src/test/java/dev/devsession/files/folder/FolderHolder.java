package dev.devsession.files.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a session's folder, says where, and keeps it until it is killed. */
final class FolderHolder {
  private FolderHolder() {}

  public static void main(String[] args) throws IOException {
    var folder = SessionFolder.in(Path.of(args[0]));
    Files.createDirectories(folder.root());
    System.out.println(folder.root().getParent());
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
  }
}
