package dev.devsession.agent.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A DevSession as YAML or JSON. */
public final class SessionFile {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private SessionFile() {}

  /**
   * Reads it; what its fields may hold, the API server knows.
   *
   * @param file {@code -} for the standard input
   * @throws AgentException unless there is exactly one DevSession with a name in it
   */
  public static ObjectNode read(Path file) {
    try {
      return parse(file.toString().equals("-")
          ? new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          : Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw bad(file.toString(), "no such file");
    } catch (IOException e) {
      throw bad(file.toString(), "cannot be read: " + e.getMessage());
    }
  }

  static ObjectNode parse(String text, String file) {
    List<JsonNode> documents;
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      documents = values.readAll().stream().filter(d -> !d.isNull() && !d.isMissingNode()).toList();
    } catch (IOException e) {
      throw bad(file, "is neither YAML nor JSON: " + e.getMessage().lines().findFirst().orElse(""));
    }
    if (documents.size() != 1 || !(documents.getFirst() instanceof ObjectNode session)
        || !"DevSession".equals(session.path("kind").asText())) {
      throw bad(file, "must hold one DevSession and nothing else; it holds "
          + documents.stream().map(d -> d.path("kind").asText("something without a kind")).toList());
    }
    if (session.path("metadata").path("name").asText().isEmpty()) {
      throw bad(file, "metadata.name must be set");
    }
    return session;
  }

  private static AgentException bad(String file, String what) {
    return new AgentException(ExitCode.BAD_INPUT, file + ": " + what);
  }
}
