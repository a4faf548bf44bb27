package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The files that the agent puts on this machine are those that the kubelet gives to a pod. */
@ExtendWith(RealCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesIT {
  private static final Path TREE = resource("tree.sh");
  private final Installation installation;
  private final String namespace = "files-test-" + Long.toString(ProcessHandle.current().pid(), 36);
  private Path kubeconfig;

  FilesIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeAll
  void deploy(@TempDir Path folder) {
    Assumptions.assumeTrue(installation.cluster.kind() == Cluster.Kind.NODE, "the pod runs programs of a Debian node");
    installation.client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    installation.cluster.kubectl("apply", "-n", namespace, "-f", resource("every-volume.yaml"));
    installation.cluster.kubectl("rollout", "status", "-n", namespace, "deployment/volumes", "--timeout=120s");
    kubeconfig = Developer.ofTheChart(installation.client, namespace, "ada").with("devsession-developer-secrets")
        .kubeconfig(Path.of(installation.cluster.environment().get("KUBECONFIG")), folder);
  }

  @AfterAll
  void delete() {
    installation.client.namespaces().withName(namespace).delete();
  }

  @Test
  void theTreeIsThatOfThePod() throws IOException {
    var ofThePod = inPod(Files.readString(TREE)).lines().toList();

    var here = run("exec", "volumes", "--", "sh", "-c", "sh " + TREE + " $DEVSESSION_ROOT");

    System.err.printf("files: %d files and folders compared with a pod's%n", ofThePod.size());
    assertThat(ofThePod).hasSizeGreaterThan(30).anyMatch(line -> line.startsWith("= /etc/frozen.conf "));
    // What only the node tells: a developer may not read nodes.
    assertThat(without(here.lines, "/config/fields/cpu ", "/config/fields/disk "))
        .isEqualTo(without(ofThePod, "/config/fields/cpu ", "/config/fields/disk "));
    assertThat(here.lines).anyMatch(line -> line.contains("without /data: hostPath"));
  }

  @Test
  void withMountTheFilesAreAtTheirOwnPathsAndTheVariableStillLeadsToThem() throws IOException {
    var ofThePod = inPod(Files.readString(TREE)).lines().toList();

    var here = run("exec", "--mount", "volumes", "--", "sh", "-c",
        "sh " + TREE + " ''; echo value $(cat $CERTIFICATE); hostname >/dev/null && echo alive");

    assertThat(without(here.lines, "/config/fields/cpu ", "/config/fields/disk "))
        .isEqualTo(without(ofThePod, "/config/fields/cpu ", "/config/fields/disk "));
    assertThat(here.lines).contains("value s3cr3t", "alive");
    assertThat(Path.of("/config")).doesNotExist();
  }

  @Test
  void aChangeOfTheConfigMapArrivesByASwap() {
    try (var agent = start("exec", "volumes", "--", "sh", "-c",
        "while read go; do readlink $DEVSESSION_ROOT/etc/app/..data; cat $DEVSESSION_ROOT/etc/app/a "
            + "$DEVSESSION_ROOT/etc/frozen.conf; echo; done")) {
      agent.type("go");
      await().until(() -> agent.lines().contains("oneone"));
      installation.client.configMaps().inNamespace(namespace).withName("settings").edit(map -> {
        map.setData(Map.of("a", "changed", "b.conf", "two\n"));
        return map;
      });
      await().until(() -> agent.lines().stream().anyMatch(l -> l.contains("changed in the cluster and here: ")));

      agent.type("go");

      await().until(() -> agent.lines().contains("changedone"));
      assertThat(agent.lines().stream().filter(line -> line.startsWith("..20"))).hasSize(2).doesNotHaveDuplicates();
    } finally {
      installation.cluster.kubectl("apply", "-n", namespace, "-f", resource("every-volume.yaml"));
    }
  }

  @Test
  void afterAKillTheNextAgentDeletesTheFolder() {
    Path root;
    try (var agent = start("exec", "volumes", "--", "sh", "-c", "echo at $DEVSESSION_ROOT; cat")) {
      await().until(() -> agent.lines().stream().anyMatch(line -> line.startsWith("at ")));
      root = Path.of(agent.lines().stream().filter(line -> line.startsWith("at ")).findFirst().orElseThrow()
          .substring("at ".length()));
      agent.kill();
      assertThat(root).isDirectory();
    }

    assertThat(run("exec", "volumes", "--", "true").code).isZero();

    assertThat(root.getParent()).doesNotExist();
  }

  @Test
  void aFolderOfThePodIsPulledWithoutWhatLeadsOutOfIt(@TempDir Path folder) throws IOException {
    inPod("mkdir -p /data/sub && echo one >/data/sub/a && ln -sf sub/a /data/link && ln -sfn /etc/passwd /data/out "
        + "&& { [ -p /data/pipe ] || mkfifo /data/pipe; }");

    var pull = run("files", "pull", "volumes", "/data", "-o", folder.toString());

    assertThat(pull.code).isZero();
    assertThat(folder.resolve("data/sub/a")).hasContent("one\n");
    assertThat(folder.resolve("data/link")).hasContent("one\n");
    assertThat(folder.resolve("data/out")).doesNotExist();
    assertThat(pull.lines).anyMatch(line -> line.matches(".*size .* at most in /data of pod volumes-.*"))
        .anyMatch(line -> line.contains("out: it links to the absolute path /etc/passwd"))
        .anyMatch(line -> line.contains("pipe: it is a pipe"));
    assertThat(run("files", "pull", "volumes", "/data", "-o", folder.toString()).code).as("nothing is overwritten")
        .isEqualTo(2);
    assertThat(run("files", "pull", "volumes", "/usr/bin", "-o", folder.toString(), "--max-size", "1M").code)
        .as("too large").isEqualTo(1);
  }

  private static List<String> without(List<String> lines, String... paths) {
    return lines.stream().filter(line -> line.startsWith("= "))
        .filter(line -> List.of(paths).stream().noneMatch(path -> line.startsWith("= " + path))).toList();
  }

  private record Run(int code, List<String> lines) {}

  private Run run(String... arguments) {
    try (var agent = start(arguments)) {
      return new Run(agent.awaitEnd(), agent.lines());
    }
  }

  private Agent start(String... arguments) {
    return Agent.start(installation, kubeconfig, arguments);
  }

  private String inPod(String script) {
    return installation.cluster.kubectl("exec", "-n", namespace, "deployment/volumes", "--", "sh", "-c", script, "sh",
        "");
  }

  private static Path resource(String name) {
    return Project.path("src/testing/e2e/src/test/resources/" + name);
  }
}
