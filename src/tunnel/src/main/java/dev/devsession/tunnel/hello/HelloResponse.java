package dev.devsession.tunnel.hello;

import dev.devsession.tunnel.hello.HelloRefusal.Code;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Optional;

/** The answer of a gateway to a hello. */
public sealed interface HelloResponse {

  /** HTTP/2 begins. @param shortWay if the agent may also come by TLS */
  record Ok(Optional<ShortWayOffer> shortWay) implements HelloResponse {
    public Ok() {
      this(Optional.empty());
    }
  }

  /** The gateway closes the connection. */
  record Refused(HelloRefusal refusal) implements HelloResponse {}

  /** The text on the wire. */
  default String format() {
    return switch (this) {
      case Ok(var shortWay) -> {
        var fields = new LinkedHashMap<String, String>();
        shortWay.ifPresent(offer -> offer.addTo(fields));
        yield new HelloMessage("ok", fields).format();
      }
      case Refused(var refusal) -> {
        var fields = new LinkedHashMap<String, String>();
        fields.put("code", refusal.code().word());
        fields.put("message", refusal.message());
        fields.put("who", refusal.who());
        fields.put("since", refusal.since() == null ? null : refusal.since().toString());
        yield new HelloMessage("refused", fields).format();
      }
    };
  }

  /**
   * Reads an answer.
   *
   * @param text up to its empty line
   * @throws HelloRefusedException if the gateway speaks another version, or if the text is malformed
   */
  static HelloResponse parse(String text) throws HelloRefusedException {
    var head = HelloMessage.parse(text);
    return switch (head.word()) {
      case "ok" -> new Ok(ShortWayOffer.of(head.fields()));
      case "refused" -> new Refused(new HelloRefusal(Code.of(head.require("code")), head.require("message"),
          head.fields().get("who"), instant(head.fields().get("since"))));
      default -> throw new HelloRefusedException(
          new HelloRefusal(Code.MALFORMED, "expected the answer ok or refused, got \"" + head.word() + '"'));
    };
  }

  private static Instant instant(String text) throws HelloRefusedException {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new HelloRefusedException(
          new HelloRefusal(Code.MALFORMED,
              "expected a time such as 2026-01-31T12:00:00Z after since, got \"" + text + '"'));
    }
  }
}
