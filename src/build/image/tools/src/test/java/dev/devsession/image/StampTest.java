package dev.devsession.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampTest {

  @TempDir
  private Path directory;

  private Path input;

  @BeforeEach
  void writeStamp() throws IOException {
    input = Files.createDirectories(directory.resolve("in"));
    Files.writeString(input.resolve("a"), "1");
    stamp("25").write();
  }

  @Test
  void unchangedInputsNeedNoRebuild() throws IOException {
    assertThat(stamp("25").isCurrent()).isTrue();
  }

  @Test
  void changedContentNameOrParameterNeedsARebuild() throws IOException {
    assertThat(stamp("26").isCurrent()).isFalse();

    Files.move(input.resolve("a"), input.resolve("b"));
    assertThat(stamp("25").isCurrent()).isFalse();

    Files.move(input.resolve("b"), input.resolve("a"));
    Files.writeString(input.resolve("a"), "2");
    assertThat(stamp("25").isCurrent()).isFalse();
  }

  private Stamp stamp(String version) throws IOException {
    return new Stamp(directory.resolve("out.stamp"), List.of(version), List.of(input));
  }
}
