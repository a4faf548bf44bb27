package dev.devsession.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Overwrites a file that cannot be replaced by renaming; a crash in the middle is repaired from the journal. */
record InPlaceWrite(Path file, Journal journal) {

  void write(byte[] current, byte[] content) throws IOException {
    try {
      journal.record(new Journal.Entry(current, content));
    } catch (IOException e) {
      journal.clear();
      throw e;
    }
    try {
      DurableFile.overwrite(file, content);
    } catch (IOException e) {
      restore(current, e);
      throw e;
    }
    journal.clear();
  }

  /**
   * Without the journal, for which a full disk has no room: what isn't longer fits where the old content was. A crash
   * in that instant would tear the file, but names that stay would mislead for good.
   */
  void shrink(byte[] current, byte[] content, IOException full) throws IOException {
    if (content.length > current.length || !String.valueOf(full.getMessage()).contains("No space left")) {
      throw full;
    }
    DurableFile.overwrite(file, content);
  }

  /** Puts the former version back if the file is torn; returns what was done, empty if nothing. */
  String repair() throws IOException {
    Optional<Journal.Entry> entry = journal.read();
    if (entry.isEmpty()) {
      journal.clear();
      return "";
    }
    if (!entry.get().explains(Files.readAllBytes(file))) {
      // Another program has written the file since; its version is newer.
      journal.clear();
      return "a write was interrupted, and another program has edited the file since, so devsession left it unchanged";
    }
    DurableFile.overwrite(file, entry.get().before());
    journal.clear();
    return "a crash interrupted a write; devsession repaired the file";
  }

  /** After a failed write, such as on a full disk: the old content fits where it was. */
  private void restore(byte[] current, IOException cause) {
    try {
      DurableFile.overwrite(file, current);
      journal.clear();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
