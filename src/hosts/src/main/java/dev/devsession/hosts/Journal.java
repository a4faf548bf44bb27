package dev.devsession.hosts;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Both versions of a file, on disk before the file itself is overwritten. */
record Journal(Path file) {

  /** A write that may have been cut short. */
  record Entry(byte[] before, byte[] after) {

    /** Whether this content is the two versions mixed, as a crash during the write leaves it. */
    boolean explains(byte[] content) {
      if (content.length < Math.min(before.length, after.length)
          || content.length > Math.max(before.length, after.length)) {
        return false;
      }
      for (int i = 0; i < content.length; i++) {
        boolean old = i < before.length && content[i] == before[i];
        boolean fresh = i < after.length && content[i] == after[i];
        // Blocks added to a file that grew may read as zeros after a power cut.
        if (!old && !fresh && !(i >= before.length && content[i] == 0)) {
          return false;
        }
      }
      return true;
    }
  }

  void record(Entry entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (byte[] version : new byte[][]{entry.before(), entry.after()}) {
      out.writeInt(version.length);
      out.write(version);
    }
    DurableFile.write(unfinished(), bytes.toByteArray());
    DurableFile.rename(unfinished(), file);
  }

  Optional<Entry> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      return Optional.of(new Entry(in.readNBytes(in.readInt()), in.readNBytes(in.readInt())));
    }
  }

  void clear() throws IOException {
    Files.deleteIfExists(unfinished());
    Files.deleteIfExists(file);
  }

  private Path unfinished() {
    return file.resolveSibling(file.getFileName() + "-new");
  }
}
