package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed diagram is that of the planner. {@code make generate} redraws it. */
class StateDiagramTest {
  private static final Path PAGE = Path.of("../docs/states.md");
  private static final String END = "<!-- end -->\n";

  @Test
  void committedDiagramsAreThoseOfThePlanner() throws IOException {
    var page = Files.readString(PAGE);
    var drawn = draw(draw(page, "<!-- drawn from the planner -->\n", StateDiagram.ofReplace()),
        "<!-- drawn from the planner: shared -->\n", StateDiagram.ofSharing());
    if (Boolean.getBoolean("devsession.generate")) {
      Files.writeString(PAGE, drawn);
    }

    assertThat(PAGE).as("run `make generate`").hasContent(drawn);
  }

  private static String draw(String page, String begin, String diagram) {
    var from = page.indexOf(begin) + begin.length();
    return page.substring(0, from) + diagram + page.substring(page.indexOf(END, from));
  }
}
