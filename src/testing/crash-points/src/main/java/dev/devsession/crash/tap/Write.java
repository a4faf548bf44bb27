package dev.devsession.crash.tap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One write request.
 *
 * @param path without the query
 */
public record Write(String verb, String path, String contentType, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> VERBS = Set.of("POST", "PUT", "PATCH", "DELETE");
  /**
   * Reads, dry runs, the lease, and Events: these inform people and decide nothing, so a crash at one is a crash
   * after the write before it.
   */
  private static final Pattern UNCOUNTED = Pattern
      .compile("/apis/(authorization|authentication|coordination)\\.k8s\\.io/.*|.*/events(/[^/]+)?");
  private static final Pattern NAMED = Pattern
      .compile(".*/namespaces/[^/]+/([^/]+)(?:/(?:(devsession-)?[^/]+)(/.*)?)?");
  private static final Pattern WORKLOAD = Pattern
      .compile("(/apis/apps/v1/namespaces/[^/]+/(deployments|statefulsets)|/api/v1/namespaces/[^/]+/services)"
          + "/(?!devsession-)[^/]+(/[^/]+)?");

  /** The request as a write that counts; empty for others. */
  static Optional<Write> of(Request request) {
    var path = request.target().replaceFirst("\\?.*", "");
    return VERBS.contains(request.method()) && !UNCOUNTED.matcher(path).matches()
        && !request.target().contains("dryRun=All")
            ? Optional.of(new Write(request.method(), path, request.header("content-type").orElse(""), request.body()))
            : Optional.empty();
  }

  /** Verb and resource: what it has in common with others. Our workloads are another kind than the users'. */
  public String kind() {
    return verb + " " + NAMED.matcher(path).replaceFirst(m -> m.group(1) + (m.group(2) != null ? "/ours" : "")
        + (m.group(3) != null ? m.group(3) : ""));
  }

  /** What is wrong with it: a write to a user's workload or Service must fail if another client wrote first. */
  Optional<String> fault() {
    if (!WORKLOAD.matcher(path).matches() || contentType.startsWith("application/apply-patch") || hasVersion()) {
      return Optional.empty();
    }
    return Optional.of(this + " writes to a user's object without a resourceVersion: " + body);
  }

  private boolean hasVersion() {
    try {
      return !JSON.readTree(body).at("/metadata/resourceVersion").asText().isEmpty()
          || !JSON.readTree(body).at("/preconditions/resourceVersion").asText().isEmpty();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return verb + " " + path;
  }
}
