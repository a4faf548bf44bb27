package dev.devsession.proxy.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The expected lines are those of logback 1.5.32, without its empty fields. */
class JsonLineTest {

  private final JsonLine line = new JsonLine(1795917634230L, "INFO", "main", "a.b.C");

  @Test
  void escapesWhatJsonCannotHold() {
    line.message("x \"1\" \\ \u0001\n é");
    assertThat(text()).isEqualTo("{\"timestamp\":1795917634230,\"level\":\"INFO\",\"threadName\":\"main\","
        + "\"loggerName\":\"a.b.C\",\"formattedMessage\":\"x \\\"1\\\" \\\\ \\u0001\\n é\"}\n");
  }

  @Test
  void writesKeysAndValues() {
    line.keyValues(List.of(new KeyValuePair("port", 8080), new KeyValuePair("t", "h:1")));
    line.message("listening");

    assertThat(text())
        .endsWith(",\"kvpList\":[{\"port\":\"8080\"},{\"t\":\"h:1\"}],\"formattedMessage\":\"listening\"}\n");
  }

  @Test
  void writesAThrowableWithItsCause() {
    var cause = new RuntimeException("root");
    cause.setStackTrace(new StackTraceElement[]{new StackTraceElement("L", "main", "L.java", 2)});
    var thrown = new IllegalStateException("why", cause);
    thrown.setStackTrace(new StackTraceElement[0]);
    line.message("bad");
    line.throwable(thrown);

    assertThat(text()).endsWith("\"throwable\":{\"className\":\"java.lang.IllegalStateException\",\"message\":\"why\","
        + "\"stepArray\":[],\"cause\":{\"className\":\"java.lang.RuntimeException\",\"message\":\"root\","
        + "\"stepArray\":["
        + "{\"className\":\"L\",\"methodName\":\"main\",\"fileName\":\"L.java\",\"lineNumber\":2}]}}}\n");
  }

  private String text() {
    return new String(line.end(), StandardCharsets.UTF_8);
  }
}
