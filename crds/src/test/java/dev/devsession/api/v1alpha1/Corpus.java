package dev.devsession.api.v1alpha1;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Resources to try against an API server: each is a file in {@code corpus/valid} or {@code corpus/invalid}. */
final class Corpus {
  private static final Path ROOT = Path.of("src/test/resources/corpus");
  private static final String EXPECT = "# expect: ";

  private Corpus() {}

  static List<Case> valid() {
    return read("valid");
  }

  /** Each with the message that the API server gives it, from the first line of the file. */
  static List<Case> invalid() {
    return read("invalid");
  }

  private static List<Case> read(String folder) {
    try (var files = Files.list(ROOT.resolve(folder))) {
      return files.sorted().map(Case::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One resource; {@code expected} is empty for a valid one. */
  record Case(String name, String expected, String yaml) {
    private static Case read(Path file) {
      try {
        var text = Files.readString(file);
        var first = text.lines().findFirst().orElse("");
        return new Case(file.getFileName().toString().replace(".yaml", ""),
            first.startsWith(EXPECT) ? first.substring(EXPECT.length()) : "", text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** As written, whatever the types say. */
    GenericKubernetesResource resource() {
      return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    }

    /** The same through the types. */
    CustomResource<?, ?> typed() {
      return yaml.contains("kind: Swap\n")
          ? Serialization.unmarshal(yaml, Swap.class)
          : Serialization.unmarshal(yaml, DevSession.class);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
