package dev.devsession.proxy.logging;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** One line of the log: a JSON object with the fields of logback's {@code JsonEncoder}. */
final class JsonLine {

  private final StringBuilder json = new StringBuilder(256);

  JsonLine(long timestamp, String level, String thread, String logger) {
    json.append("{\"timestamp\":").append(timestamp);
    field("level", level);
    field("threadName", thread);
    field("loggerName", logger);
  }

  /** Leaves the field out if there are none. */
  void keyValues(List<KeyValuePair> pairs) {
    for (int i = 0; i < pairs.size(); i++) {
      json.append(i == 0 ? ",\"kvpList\":[{" : ",{");
      quoted(pairs.get(i).key);
      json.append(':');
      quoted(String.valueOf(pairs.get(i).value));
      json.append(i == pairs.size() - 1 ? "}]" : "}");
    }
  }

  void message(String text) {
    field("formattedMessage", text);
  }

  void throwable(Throwable thrown) {
    json.append(",\"throwable\":");
    object(thrown);
  }

  private void object(Throwable thrown) {
    json.append("{\"className\":");
    quoted(thrown.getClass().getName());
    field("message", String.valueOf(thrown.getMessage()));
    json.append(",\"stepArray\":[");
    var steps = thrown.getStackTrace();
    for (int i = 0; i < steps.length; i++) {
      json.append(i == 0 ? "{\"className\":" : ",{\"className\":");
      quoted(steps[i].getClassName());
      field("methodName", steps[i].getMethodName());
      field("fileName", String.valueOf(steps[i].getFileName()));
      json.append(",\"lineNumber\":").append(steps[i].getLineNumber()).append('}');
    }
    json.append(']');
    if (thrown.getCause() != null) {
      json.append(",\"cause\":");
      object(thrown.getCause());
    }
    json.append('}');
  }

  byte[] end() {
    return json.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private void field(String name, String value) {
    json.append(",\"").append(name).append("\":");
    quoted(value);
  }

  /** RFC 8259, 7. */
  private void quoted(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c >= ' ') {
        json.append(c);
      } else if (c == '\n') {
        json.append("\\n");
      } else {
        json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
      }
    }
    json.append('"');
  }
}
