package dev.devsession.agent.up;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.Session;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Sessions as a test writes them. */
final class SessionText {
  private SessionText() {}

  /** A session shop/ada with these further lines. */
  static Session ada(String yaml) {
    return Session.of(Serialization.unmarshal("""
        metadata: {name: ada, namespace: shop, uid: u1, generation: 1%s}
        """.formatted(yaml.startsWith(",") ? yaml.lines().findFirst().orElseThrow() : "")
        + (yaml.startsWith(",") ? yaml.substring(yaml.indexOf('\n') + 1) : yaml), JsonNode.class));
  }
}
