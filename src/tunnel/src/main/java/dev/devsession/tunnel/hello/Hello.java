package dev.devsession.tunnel.hello;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.hello.HelloRefusal.Code;
import dev.devsession.tunnel.keys.CertificateFingerprint;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The first message of an agent.
 *
 * @param certificate the one that it shows where it comes by TLS; empty: it doesn't
 */
public record Hello(ConnectionRole role, Identity identity, Optional<CertificateFingerprint> certificate) {

  /** Of an agent that comes by one way only. */
  public Hello(ConnectionRole role, Identity identity) {
    this(role, identity, Optional.empty());
  }

  /** The text on the wire. */
  public String format() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("session", identity.session());
    fields.put("agent", identity.agent());
    fields.put("who", identity.who());
    fields.put("version", identity.version());
    fields.put("take-over", Boolean.toString(identity.takeOver()));
    fields.put("certificate", certificate.map(CertificateFingerprint::hex).orElse(null));
    return new HelloMessage(role == ConnectionRole.REVERSE ? "reverse" : "forward", fields).format();
  }

  /**
   * Reads a hello.
   *
   * @param text up to its empty line
   * @throws HelloRefusedException if the agent speaks another version, or if the text is malformed
   */
  public static Hello parse(String text) throws HelloRefusedException {
    var head = HelloMessage.parse(text);
    var role = switch (head.word()) {
      case "reverse" -> ConnectionRole.REVERSE;
      case "forward" -> ConnectionRole.FORWARD;
      default -> throw new HelloRefusedException(
          new HelloRefusal(Code.MALFORMED, "expected the role reverse or forward, got \"" + head.word() + '"'));
    };
    return new Hello(role, new Identity(head.require("session"), head.require("agent"), head.require("who"),
        head.require("version"), head.fields().getOrDefault("take-over", "false").equals("true")),
        ShortWayOffer.certificate(head.fields()));
  }
}
