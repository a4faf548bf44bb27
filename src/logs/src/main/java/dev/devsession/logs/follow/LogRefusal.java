package dev.devsession.logs.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import java.io.IOException;

/** The API server or the kubelet answers with an error instead of a log. */
final class LogRefusal extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final int code;

  LogRefusal(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }

  /** In the API server's words, for the message to the user. */
  Status status() {
    String message = getMessage();
    try {
      message = new ObjectMapper().readTree(message).path("message").asText(message);
    } catch (JsonProcessingException e) {
      // Plain text of something in between.
    }
    return new StatusBuilder().withCode(code).withMessage(message).build();
  }

  /** No such pod any more. */
  boolean isGone() {
    return code == NOT_FOUND;
  }

  /** The pod is there, but this container, or its start before, has no log. */
  boolean isWithoutLog() {
    return code == BAD_REQUEST;
  }

  boolean isForbidden() {
    return code == FORBIDDEN || code == UNAUTHORIZED;
  }
}
