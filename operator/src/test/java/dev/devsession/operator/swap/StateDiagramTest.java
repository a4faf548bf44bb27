package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed diagram is that of the planner. {@code make generate} redraws it. */
class StateDiagramTest {
  private static final Path PAGE = Path.of("../docs/states.md");
  private static final String BEGIN = "<!-- drawn from the planner -->\n";
  private static final String END = "<!-- end -->\n";

  @Test
  void committedDiagramIsThatOfThePlanner() throws IOException {
    var page = Files.readString(PAGE);
    var begin = page.indexOf(BEGIN) + BEGIN.length();
    var drawn = page.substring(0, begin) + StateDiagram.draw() + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("devsession.generate")) {
      Files.writeString(PAGE, drawn);
    }

    assertThat(PAGE).as("run `make generate`").hasContent(drawn);
  }
}
