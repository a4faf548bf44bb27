package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed CRDs are those that the types give. {@code make generate} rewrites them. */
class CrdYamlTest {
  @ParameterizedTest
  @ValueSource(strings = {"yaml", "../helm/devsession/crds"})
  void committedYamlEqualsTheGeneratedYaml(String folder) throws IOException {
    for (var crd : CrdYaml.generate().entrySet()) {
      var file = Path.of(folder, crd.getKey());
      if (Boolean.getBoolean("devsession.generate")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, crd.getValue());
      }
      assertThat(file).as("run `make generate`").hasContent(crd.getValue());
    }
  }

  @Test
  void bothKindsAreGenerated() {
    assertThat(CrdYaml.generate()).containsOnlyKeys("devsessions.devsession.dev.yaml", "swaps.devsession.dev.yaml");
  }
}
