package dev.devsession.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts one user's requests, from the API server's own audit log. */
final class Audit {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> READING = Set.of("get", "list", "watch");
  private static final String DRY_RUN = " (dry run)";
  private final Path policy;
  private final Path log;

  /** Writes its files into the folder. */
  Audit(Path folder, String user) {
    log = folder.resolve("audit.log");
    try {
      policy = Files.writeString(folder.resolve("audit-policy.yaml"), """
          apiVersion: audit.k8s.io/v1
          kind: Policy
          omitStages: [RequestReceived]
          rules: [{level: Metadata, users: ["%s"]}, {level: None}]
          """.formatted(user));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> apiServerFlags() {
    return List.of("--audit-policy-file", policy.toString(), "--audit-log-path", log.toString(),
        "--audit-log-maxsize", "100000");
  }

  /** The number of requests so far, as the start for {@link #since}. */
  long now() {
    return log.toFile().length();
  }

  /** Requests by verb and resource, without those for the lease. */
  Requests since(long start) {
    try (var file = Files.newInputStream(log)) {
      file.skipNBytes(start);
      return new Requests(new String(file.readAllBytes()).lines().map(Audit::words).filter(w -> !w.isEmpty())
          .collect(Collectors.groupingBy(w -> w, TreeMap::new, Collectors.counting())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @param byKind the number of requests by words such as {@code patch deployments} */
  record Requests(TreeMap<String, Long> byKind) {
    long total() {
      return byKind.values().stream().mapToLong(n -> n).sum();
    }

    long writes() {
      return byKind.entrySet().stream().filter(e -> isWrite(e.getKey())).mapToLong(e -> e.getValue()).sum();
    }

    /** A review of the user's own permissions is a POST that writes nothing, and a dry run writes nothing either. */
    private static boolean isWrite(String words) {
      return !READING.contains(words.split(" ")[0]) && !words.endsWith("reviews") && !words.endsWith(DRY_RUN);
    }

    @Override
    public String toString() {
      return byKind.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).collect(Collectors.joining(", "));
    }
  }

  /** Empty for requests that don't count: those for the lease, and the end of a watch, whose begin counts. */
  private static String words(String line) {
    try {
      var event = JSON.readTree(line);
      var verb = event.path("verb").asText();
      var object = event.path("objectRef");
      var resource = object.path("resource").asText();
      if (resource.equals("leases")
          || verb.equals("watch") && event.path("stage").asText().equals("ResponseComplete")) {
        return "";
      }
      return verb + " " + resource + (object.has("subresource") ? "/" + object.path("subresource").asText() : "")
          + (event.path("requestURI").asText().contains("dryRun=All") ? DRY_RUN : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
