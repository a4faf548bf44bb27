package dev.devsession.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Overwrites a file that cannot be replaced by renaming; a crash in the middle is repaired from the journal. */
record InPlaceWrite(Path file, Journal journal) {

  void write(byte[] current, byte[] content) throws IOException {
    journal.record(new Journal.Entry(current, content));
    try {
      DurableFile.overwrite(file, content);
    } catch (IOException e) {
      restore(current, e);
      throw e;
    }
    journal.clear();
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
