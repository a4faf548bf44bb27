package dev.devsession.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's table is that of values.yaml. {@code make generate} writes it. */
class ValuesTableTest {
  private static final Path README = Path.of(Rendered.CHART, "README.md");
  private static final String BEGIN = "<!-- generated from values.yaml -->\n";
  private static final String END = "<!-- end -->\n";

  @Test
  void committedTableIsThatOfTheValues() throws IOException {
    var page = Files.readString(README);
    var from = page.indexOf(BEGIN) + BEGIN.length();
    var written = page.substring(0, from) + ValuesTable.of(Files.readString(Path.of(Rendered.CHART, "values.yaml")))
        + page.substring(page.indexOf(END, from));
    if (Boolean.getBoolean("devsession.generate")) {
      Files.writeString(README, written);
    }

    assertThat(README).as("run `make generate`").hasContent(written);
  }

  @Test
  void rowsAreTheCommentedKeys() {
    assertThat(ValuesTable.of("""
        # About the file.

        a:
          # One,
          # two.
          b: {c: 1, d: [x]}
          # Empty.
          e: ""
        """).lines().skip(2)).containsExactly("| `a.b` | `{c: 1, d: [x]}` | One, two. |", "| `a.e` |  | Empty. |");
  }

  @Test
  void valueWithoutACommentIsNamed() {
    assertThatThrownBy(() -> ValuesTable.of("a:\n  b: 1\n")).hasMessageContaining("a.b");
  }
}
