package dev.devsession.logs.line;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A line that is a JSON object, as structured logs write them. */
public record JsonLogLine(ObjectNode object) {
  private static final ObjectMapper JSON = new ObjectMapper()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final List<String> LEVELS = List.of("level", "severity", "lvl", "log.level", "levelname", "@level",
      "loglevel", "severity_text", "SeverityText", "Level");
  private static final List<String> MESSAGES = List.of("message", "msg", "@message", "event", "text", "body", "Body",
      "short_message", "@m", "Message");

  /** Empty if it isn't one. */
  public static Optional<JsonLogLine> of(String line) {
    if (line.length() < 2 || line.charAt(0) != '{' || !line.endsWith("}")) {
      return Optional.empty();
    }
    try {
      return JSON.readTree(line) instanceof ObjectNode object ? Optional.of(new JsonLogLine(object)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty(); // such as a line of braces; it stays text
    }
  }

  public Optional<LogLevel> level() {
    return LEVELS.stream().map(this::at).filter(JsonNode::isValueNode).map(JsonNode::asText)
        .flatMap(word -> LogLevel.named(word).stream()).findFirst();
  }

  public Optional<String> message() {
    return MESSAGES.stream().map(this::at).filter(JsonNode::isTextual).map(JsonNode::asText).findFirst();
  }

  /**
   * Level, message and the fields that were asked for; empty without a message.
   *
   * @param fields their names; {@code *} for all
   */
  public Optional<String> fold(Set<String> fields) {
    return message().map(message -> level().map(l -> String.format("%-5s ", l)).orElse("") + message
        + object.propertyStream().filter(f -> isWanted(f.getKey(), fields))
            .map(f -> " " + f.getKey() + "=" + value(f.getValue())).collect(Collectors.joining()));
  }

  private boolean isWanted(String name, Set<String> fields) {
    return fields.contains(name)
        || fields.contains("*") && !LEVELS.contains(name) && !MESSAGES.contains(name);
  }

  private static String value(JsonNode value) {
    return value.isTextual() && value.asText().matches("[^\\s\"=]+") ? value.asText() : value.toString();
  }

  /** The field of this name, or {@code log: {level: …}} for {@code log.level}. */
  private JsonNode at(String name) {
    var dot = name.indexOf('.');
    return object.has(name) || dot < 0
        ? object.path(name)
        : object.path(name.substring(0, dot)).path(name.substring(dot + 1));
  }
}
