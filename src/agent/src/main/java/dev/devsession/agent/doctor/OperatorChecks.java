package dev.devsession.agent.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.OperatorInstallation;
import dev.devsession.agent.version.OperatorVersion;
import dev.devsession.agent.version.VersionSkew;
import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.console.ExitCode;
import dev.devsession.console.Version;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Checks the operator as far as this user may see it: by its Deployment, or else by whether the API server serves the
 * kinds and sessions get a status.
 */
final class OperatorChecks {
  private static final String KINDS = "/apis/" + ApiNames.API_VERSION;
  private static final String DEPLOYMENTS = "/apis/apps/v1/deployments"
      + "?labelSelector=app.kubernetes.io%2Fname%3Ddevsession";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private OperatorChecks() {}

  static Finding check(ClusterContext cluster, Instant now) {
    if (read(cluster, KINDS).isEmpty()) {
      return Finding.bad(ExitCode.NOT_INSTALLED, "operator", "not installed: " + OperatorInstallation.COMMAND);
    }
    return read(cluster, DEPLOYMENTS).map(OperatorChecks::judge).orElseGet(() -> read(cluster, KINDS + "/namespaces/"
        + cluster.namespace() + "/devsessions")
        .map(sessions -> judge(sessions, OperatorVersion.read(cluster.api()).published().orElse(""), now))
        .orElseGet(() -> Finding.good("operator", "installed; you may not read its details")));
  }

  /** By its Deployments. */
  static Finding judge(JsonNode deployments) {
    var items = deployments.path("items");
    if (items.isEmpty()) {
      return Finding.bad(ExitCode.NOT_INSTALLED, "operator", "the CRDs are installed, but no operator: "
          + OperatorInstallation.COMMAND);
    }
    var ready = items.valueStream().filter(d -> d.path("status").path("availableReplicas").asInt() > 0).findFirst();
    var one = ready.orElse(items.get(0)).path("metadata");
    var version = one.path("labels").path("app.kubernetes.io/version").asText("of an unknown version");
    var place = one.path("namespace").asText() + "/" + one.path("name").asText();
    if (ready.isEmpty()) {
      return Finding.bad(ExitCode.NOT_INSTALLED, "operator", version + ", not Ready: see  kubectl describe deployment "
          + one.path("name").asText() + " -n " + one.path("namespace").asText());
    }
    return VersionSkew.warning(Version.current(), version).map(text -> Finding.note("operator", text))
        .orElseGet(() -> Finding.good("operator", version + ", Ready (" + place + ")"));
  }

  /**
   * By whether it has processed the sessions.
   *
   * @param version as its chart published it, or empty
   */
  static Finding judge(JsonNode sessions, String version, Instant now) {
    var all = sessions.path("items");
    var unseen = all.valueStream().filter(s -> !s.path("status").has("observedGeneration") && isOld(s, now))
        .map(s -> s.path("metadata").path("name").asText()).toList();
    if (unseen.isEmpty()) {
      return VersionSkew.warning(Version.current(), version).map(text -> Finding.note("operator", text))
          .orElseGet(() -> Finding.good("operator", (version.isEmpty() ? "installed" : version)
              + (all.isEmpty() ? "" : "; it serves the sessions of this namespace")));
    }
    return Finding.bad(ExitCode.NOT_INSTALLED, "operator", "session " + String.join(", ", unseen)
        + " has no status yet: no running operator serves this namespace. Ask a cluster admin");
  }

  private static boolean isOld(JsonNode session, Instant now) {
    try {
      var made = Instant.parse(session.path("metadata").path("creationTimestamp").asText());
      return Duration.between(made, now).compareTo(PATIENCE) > 0;
    } catch (DateTimeParseException e) {
      return false; // nothing to judge by
    }
  }

  /** Empty where it isn't served or this user may not look. */
  private static Optional<JsonNode> read(ClusterContext cluster, String path) {
    try {
      return Optional.of(cluster.api().get(path));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404 || e.getCode() == 403) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
