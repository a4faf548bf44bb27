package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed reference is the one that the types give. {@code make generate} rewrites it. */
class ApiReferenceTest {
  private static final Path FILE = Path.of("../docs/api.md");

  @Test
  void committedReferenceIsThatOfTheTypes() throws IOException {
    var reference = ApiReference.generate();
    if (Boolean.getBoolean("devsession.generate")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, reference);
    }

    assertThat(FILE).as("run `make generate`").hasContent(reference);
  }
}
