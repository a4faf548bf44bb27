package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/** When a token is replaced: after 80 % of its life, or a day, as the kubelet does. */
public final class TokenLife {
  private static final Duration LONGEST = Duration.ofHours(24);

  private TokenLife() {}

  /**
   * When it is due.
   *
   * @param request a TokenRequest with its answer
   */
  public static Instant renewal(JsonNode request, Instant issued) {
    var life = Duration.between(issued,
        Instant.parse(request.path("status").path("expirationTimestamp").asText(issued.toString())));
    var wait = life.multipliedBy(4).dividedBy(5);
    return issued.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
  }
}
