package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.agent.environment.EnvironmentChoice;
import dev.devsession.agent.environment.EnvironmentLines;
import dev.devsession.agent.environment.EnvironmentReader;
import dev.devsession.agent.environment.ProcessEnvironment;
import dev.devsession.agent.environment.ServiceContainer;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.environment.MountMapping;
import dev.devsession.environment.Variable;
import dev.devsession.kubeconfig.Kubeconfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The environment that the agent composes is the one that the kubelet has made. */
@ExtendWith(RealCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentIT {
  /** What the container runtime adds. The image of the shop has no variables of its own. */
  private static final Set<String> NOT_OF_THE_KUBELET = Set.of("PATH", "HOSTNAME", "HOME");

  private final Installation installation;
  private ProbedPod pod;

  EnvironmentIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeAll
  void deploy() {
    pod = ProbedPod.deploy(installation.client);
  }

  @AfterAll
  void delete() {
    if (pod != null) {
      pod.close();
    }
  }

  @Test
  void isTheSameVariableByVariable() throws Exception {
    var ofThePod = new TreeMap<>(pod.environment());
    ofThePod.keySet().removeAll(NOT_OF_THE_KUBELET);

    var composed = read(Path.of(installation.cluster.environment().get("KUBECONFIG")));

    System.err.printf("environment: %d variables compared with /proc/1/environ%n", ofThePod.size());
    assertThat(ofThePod).hasSizeGreaterThan(80).containsKeys("REFERENCE_TO_LINK", "DISK_LIMIT_OF_NODE",
        "OTHER_CONTAINER", "dotted.and-dashed", "SECRET_KEY");
    assertThat(new TreeMap<>(composed.values())).isEqualTo(ofThePod);
    assertThat(composed.gaps()).isEmpty();
    assertThat(composed.variables()).allMatch(v -> v.value().isPresent());
  }

  /** Also the node, which says what a limit is that nobody set. */
  @Test
  void aDeveloperWithoutRightsMissesJustWhatTheyAreFor(@TempDir Path folder) throws Exception {
    var ada = Developer.ofTheChart(installation.client, pod.namespace, "ada");
    var kubeconfig = ada.kubeconfig(Path.of(installation.cluster.environment().get("KUBECONFIG")), folder);
    var ofThePod = pod.environment();

    var composed = read(kubeconfig);

    assertThat(composed.values()).containsEntry("PLAIN", "plain").containsEntry("POD_IP", ofThePod.get("POD_IP"))
        .containsEntry("PROBE_SERVICE_HOST", ofThePod.get("PROBE_SERVICE_HOST"))
        .doesNotContainKeys("SECRET_KEY", "REFERENCE_TO_SECRET", "MAP_KEY", "CPU_LIMIT_OF_NODE");
    assertThat(composed.variables()).filteredOn(v -> v.name().equals("SECRET_KEY")).extracting(Variable::content)
        .containsExactly(new Variable.Unknown("you may not get secrets; role devsession-developer-secrets grants it"));
    assertThat(EnvironmentLines.missing(composed)).hasSize(3).anySatisfy(line -> assertThat(line.text())
        .startsWith("without all of Secret hidden, ").contains("SECRET_KEY").contains(
            "--clusterrole=devsession-developer-secrets --serviceaccount=" + pod.namespace + ":ada"));

    var withSecrets = Developer.ofTheChart(installation.client, pod.namespace, "eve").with(
        "devsession-developer-secrets");
    var all = read(withSecrets.kubeconfig(Path.of(installation.cluster.environment().get("KUBECONFIG")), folder));
    assertThat(all.variables()).filteredOn(v -> v.value().isEmpty()).extracting(Variable::name)
        .containsExactly("CPU_LIMIT_OF_NODE", "CPU_LIMIT_OF_NODE_MILLI", "DISK_LIMIT_OF_NODE");
  }

  private ProcessEnvironment read(Path kubeconfig) {
    var config = Kubeconfig.load(Optional.of(kubeconfig), Optional.empty());
    try (var cluster = ClusterContext.of(config, pod.namespace);
        var threads = Executors
            .newVirtualThreadPerTaskExecutor()) {
      return new EnvironmentReader(cluster, EnvironmentChoice.DEFAULT, Optional.empty(),
          (workload, container) -> MountMapping.NONE,
          threads).start(new ServiceContainer("probe", Optional.of("app")), new SessionClient(cluster).services())
          .all().join();
    }
  }
}
