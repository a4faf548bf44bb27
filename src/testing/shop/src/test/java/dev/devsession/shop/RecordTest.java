package dev.devsession.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder of the demo. */
class RecordTest {
  @TempDir
  private Path directory;

  @Test
  void everyLineIsInTheAnimationAsItWasPrinted() throws Exception {
    assertThat(record("printf '[1/2] one & <two>\\n\\n$ three   four\\n'; printf '\\033[1mfive\\033[0m\\n' >&2"))
        .isZero();

    var svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(directory.resolve("a.svg").toFile());
    var texts = svg.getElementsByTagName("text");
    var lines = new ArrayList<String>();
    for (int i = 0; i < texts.getLength(); i++) {
      lines.add(texts.item(i).getTextContent());
    }
    assertThat(lines).containsExactly("[1/2] one & <two>", "$ three   four", "five");
    assertThat(texts.item(1).getAttributes().getNamedItem("class").getTextContent()).isEqualTo("typed");
    assertThat(svg.getElementsByTagName("style").item(0).getTextContent()).contains("@keyframes run {0%{");
    assertThat(directory).isDirectoryNotContaining("glob:**.txt");
  }

  @Test
  void failedRunIsNoRecording() throws Exception {
    assertThat(record("echo one; exit 3")).isEqualTo(3);
    assertThat(directory.resolve("a.svg")).doesNotExist();
    assertThat(directory.resolve("a.svg.txt")).content().endsWith("\tone\n");
  }

  private int record(String script) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of("./record", directory.resolve("a.svg").toString(), "sh", "-c", script))
        .redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile()).start().waitFor();
  }
}
