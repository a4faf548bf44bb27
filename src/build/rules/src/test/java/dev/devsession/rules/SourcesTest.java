package dev.devsession.rules;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rules for all sources that class files can't show. */
class SourcesTest {
  private static final int MEDIAN_LINES = 60;
  private static final int MOST_LINES = 130;
  private static final int MAX_LINES = 300;
  private static final List<String> AGENT = List.of("src/agent", "src/console", "src/kubeconfig", "src/hosts",
      "src/localnet", "src/environment", "src/files", "src/logs");
  private static final String PRINTED_EXCEPTION = "\\+ (e|failure|cause|exception)\\b(?!\\.)"
      + "|\\b(e|failure|cause|exception)\\.toString\\(\\)|String\\.valueOf\\((e|failure|cause)\\)|getSimpleName\\(\\)";

  @Test
  void eachSimpleNameBelongsToOneType() throws IOException {
    var byName = Sources.all().stream().collect(groupingBy(Path::getFileName, TreeMap::new,
        mapping(Sources.TOP::relativize, toList())));
    assertThat(byName.values()).filteredOn(files -> files.size() > 1).isEmpty();
  }

  /** Class files hide a dependency where the compiler copied a constant. */
  @Test
  void packagesHaveNoCycles() throws IOException {
    assertThat(PackageGraph.of(Sources.product()).cycles()).isEmpty();
  }

  @Test
  void filesAreSmall() throws IOException {
    var lines = new TreeMap<Path, Long>();
    for (var file : Sources.product()) {
      try (var all = Files.lines(file)) {
        lines.put(Sources.TOP.relativize(file), all.count());
      }
    }
    var sorted = lines.values().stream().sorted().toList();

    assertThat(lines).allSatisfy((file, count) -> assertThat(count).as(file.toString()).isLessThanOrEqualTo(MAX_LINES));
    assertThat(sorted.get(sorted.size() / 2)).as("median").isLessThanOrEqualTo(MEDIAN_LINES);
    assertThat(sorted.get(sorted.size() * 9 / 10)).as("90th percentile").isLessThan(MOST_LINES);
  }

  /** Users of the agent see no names of Java classes: FailureText says what an exception means. */
  @Test
  void theAgentPrintsNoExceptionAsItIs() throws IOException {
    for (var file : Sources.product()) {
      if (AGENT.stream().anyMatch(module -> file.startsWith(Sources.TOP.resolve(module)))) {
        assertThat(Files.readString(file)).as(Sources.TOP.relativize(file).toString())
            .doesNotContainPattern(PRINTED_EXCEPTION);
      }
    }
  }
}
