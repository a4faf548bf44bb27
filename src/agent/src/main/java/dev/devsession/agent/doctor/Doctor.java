package dev.devsession.agent.doctor;

import dev.devsession.agent.session.AccessReview;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.SessionLock;
import dev.devsession.agent.session.WhoAmI;
import dev.devsession.console.AgentException;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.Subject;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs all checks, in the order in which they depend on each other. */
public final class Doctor {
  private final List<Finding> findings = new ArrayList<>();
  private final Consumer<Finding> told;

  /** @param told gets each finding as soon as there is one */
  public Doctor(Consumer<Finding> told) {
    this.told = told;
  }

  /** @param open the cluster; fails if the kubeconfig is of no use */
  public List<Finding> examine(Supplier<ClusterContext> open, Path hostsFile) {
    try (var cluster = open.get()) {
      cluster(cluster);
    } catch (AgentException e) {
      add(Finding.bad(e.exitCode(), "kubeconfig", e.getMessage()));
    }
    add(LocalChecks.hostsFile(hostsFile));
    add(LocalChecks.ports());
    return findings;
  }

  private void cluster(ClusterContext cluster) {
    var config = cluster.client().getConfiguration();
    var context = "context " + cluster.context() + ", namespace " + cluster.namespace();
    Subject subject;
    try {
      subject = AccessReview.subject(cluster);
      add(Finding.good("kubeconfig", context + ", user " + subject.name()));
      var start = System.nanoTime();
      var version = cluster.api().get("/version").path("gitVersion").asText();
      add(Finding.good("API server", version + ", " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms"));
    } catch (KubernetesClientException e) {
      add(Finding.good("kubeconfig", context + ", user " + config.getCurrentContext().getContext().getUser()));
      var explained = new ApiErrors(cluster.client(), Optional.empty(), new AttemptedAction("ask who you are",
          "create on selfsubjectreviews", "system:basic-user")).explain(e);
      add(Finding.bad(explained.exitCode(), "API server", explained.getMessage()));
      return;
    }
    try {
      add(OperatorChecks.check(cluster, Instant.now()));
      add(PermissionChecks.check(cluster, subject));
      PermissionChecks.optional(cluster, subject).forEach(this::add);
      ConnectionWays.check(cluster).forEach(this::add);
      Leftovers.check(cluster, WhoAmI.onThisMachine(), SessionLock::isTaken).ifPresent(this::add);
    } catch (AgentException e) {
      // Already reported: no operator, or no permission to list sessions.
    }
  }

  private void add(Finding finding) {
    findings.add(finding);
    told.accept(finding);
  }
}
