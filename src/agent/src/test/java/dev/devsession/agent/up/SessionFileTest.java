package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionFileTest {
  @Test
  void singleSessionIsReadUnchanged() {
    var session = SessionFile.parse("""
        ---
        # mine
        kind: DevSession
        metadata: {name: ada}
        spec: {futureField: [1, true]}
        ---
        """, "f.yaml");
    assertThat(session.at("/spec/futureField/1").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "kind: Service | f.yaml: must hold one DevSession and nothing else; it holds [Service]",
      "[1, 2] | must hold one DevSession",
      "hello | it holds [something without a kind]",
      "# nothing | it holds []",
      "kind: DevSession | f.yaml: metadata.name must be set",
      "{a: b: c} | f.yaml: is neither YAML nor JSON"})
  void otherContentIsRefused(String text, String message) {
    assertThatThrownBy(() -> SessionFile.parse(text, "f.yaml")).isInstanceOf(AgentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> SessionFile.read(Path.of("gone.yaml"))).isInstanceOf(AgentException.class)
        .hasMessage("gone.yaml: no such file");
  }
}
