package dev.devsession.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requests of a user to the API server, in words such as {@code patch deployments.apps}. */
record AuditLog(Path file, String user) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Set<String> requests() throws IOException {
    return matching(e -> true);
  }

  Set<String> refused() throws IOException {
    return matching(e -> e.path("responseStatus").path("code").asInt() == 403);
  }

  /** The same words for what a role grants. */
  static Set<String> granted(List<PolicyRule> rules) {
    return rules.stream().flatMap(r -> r.getApiGroups().stream().flatMap(g -> r.getResources().stream()
        .flatMap(resource -> r.getVerbs().stream().map(verb -> words(verb, resource, g)))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> matching(Predicate<JsonNode> which) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(AuditLog::parse)
          .filter(e -> user.equals(e.path("user").path("username").asText()) && e.has("objectRef")).filter(which)
          .map(AuditLog::words).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String words(JsonNode event) {
    var o = event.path("objectRef");
    var resource = o.path("resource").asText()
        + (o.has("subresource") ? "/" + o.path("subresource").asText() : "");
    return words(event.path("verb").asText(), resource, o.path("apiGroup").asText());
  }

  private static String words(String verb, String resource, String group) {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
