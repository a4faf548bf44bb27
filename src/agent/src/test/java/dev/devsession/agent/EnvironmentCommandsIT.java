package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code devsession env}, {@code exec} and {@code up -- COMMAND} against a real API server, without a node. */
class EnvironmentCommandsIT extends UpRuns {
  private static final String WORKLOAD = """
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec: {selector: {app: shop}, ports: [{port: 80}]}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: db}
      stringData: {password: "it's $ecret\\nof two lines"}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
            - name: app
              image: none
              env:
              - {name: PLAIN, value: plain}
              - {name: PATH, value: /opt/bin}
              - {name: PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}
              - {name: URL, value: "http://$(ORDERS_SERVICE_HOST):$(ORDERS_SERVICE_PORT)"}
              - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
      """;

  @BeforeEach
  void deploy() {
    admin.load(new ByteArrayInputStream(WORKLOAD.getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
  }

  @Test
  void envPrintsWhatWorksHereAndSaysWhatIsMissing() throws Exception {
    var run = run("env", "shop", "-o", "json");

    assertThat(run.code()).as(run.output()).isZero();
    assertThat(run.output()).contains("\"PLAIN\": \"plain\"")
        .contains("\"PASSWORD\": \"it's $ecret\\nof two lines\"")
        .containsPattern("\"URL\": \"http://127\\.\\d+\\.\\d+\\.\\d+:"
            + port() + "\"")
        .doesNotContain("\"PATH\"")
        .contains("! environment     without POD: only a running pod has it, and none runs");
    assertThat(run("env", "shop", "--explain").output()).containsPattern("PASSWORD +•+ +Secret db, key password")
        .containsPattern("ORDERS_SERVICE_HOST +127\\S+ +service link, made to work here")
        .containsPattern("PATH +left out");
  }

  @Test
  void envWritesAFileThatADotenvReaderReads() throws Exception {
    var file = directory.resolve("shop.env");

    assertThat(run("env", "shop", "--file", file.toString(), "--only", "PASS*", "--only", "PATH").code()).isEqualTo(2);
    assertThat(run("env", "shop", "-o", "posix", "--file", file.toString(), "--only", "PASS*", "--only", "PATH")
        .output()).contains("✔ environment     2 variables of Deployment/shop");
    assertThat(file).content().isEqualTo("export PATH='/opt/bin'\nexport PASSWORD='it'\\''s $ecret\nof two lines'\n");
  }

  @Test
  void execGivesACommandTheContainersVariablesUnderThoseOfTheUser() throws Exception {
    var file = Files.writeString(directory.resolve(".env"), "PLAIN=file\nURL='file'\n");

    var run = run("exec", "shop", "--env-file", file.toString(), "-e", "URL=typed", "--", "sh", "-c",
        "printf '<%s|%s|%s|%s>' \"$PASSWORD\" \"$PLAIN\" \"$URL\" \"$KUBERNETES_SERVICE_HOST\"; exit 7");

    assertThat(run.code()).as(run.output()).isEqualTo(7);
    assertThat(run.output()).contains("<it's $ecret\nof two lines|file|typed|kubernetes.default.svc>");
  }

  @Test
  void refusalsSayWhatToDo() throws Exception {
    assertRun(2, "no Service \"nope\" in namespace " + namespace, "env", "nope");
    assertRun(2, "have no container \"nope\", but app", "env", "shop", "--container", "nope");
    assertRun(2, "Service orders has no selector", "env", "orders");
    assertRun(2, "give one service and a command", "exec", "shop");
    assertRun(3, "kubectl create rolebinding ada-devsession --clusterrole=devsession-developer --user=ada", "env",
        "shop", "--context=ada");
    assertRun(127, "cannot run no-such-program", "exec", "shop", "--", "no-such-program");
  }

  @Test
  void upGivesItToItsCommand() throws Exception {
    assertThat(upDirect("--env-from", "shop").output())
        .contains("✔ environment     ", " variables and 1 volume of Deployment/shop; left out: PATH", "<it's $ecret");
    assertThat(upDirect().output()).contains("<>").contains("--env-from SERVICE");
    assertThat(upDirect("--env-from", "none", "-e", "PASSWORD=mine").output()).contains("<mine>")
        .doesNotContain("environment  ");
  }

  @Test
  void upEndsIfTheNamedEnvironmentCannotBeRead() throws Exception {
    var agent = upDirect("--env-from", "orders");

    assertThat(agent.exitCode()).isEqualTo(2);
    assertThat(agent.output()).contains("error: Service orders has no selector").doesNotContain("<");
  }

  /** Without a tunnel, which needs a gateway. */
  private AgentProcess upDirect(String... options) throws Exception {
    var file = Files.writeString(directory.resolve("session.yaml"), """
        apiVersion: devsession.dev/v1alpha1
        kind: DevSession
        metadata: {name: ada}
        spec:
          services: [{name: orders, ports: [{hostPort: 3000}]}, {name: stock, ports: [{hostPort: 3001}]}]
          transport: {type: Direct, hostAddress: 192.0.2.1}
          names: {via: ClusterIP}
        """);
    var words = new ArrayList<>(List.of("-f", file.toString()));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "sh", "-c", "echo \"<$PASSWORD>\""));
    var agent = up(words.toArray(String[]::new));
    await().until(() -> session("ada").get() != null);
    accept("ada", "");
    assertThat(agent.exitCode()).as(agent.output()).isBetween(0, 2);
    await().until(() -> session("ada").get() == null);
    return agent;
  }

  private AgentProcess.Run run(String... words) throws Exception {
    var all = new ArrayList<>(List.of(words));
    all.addAll(1, List.of("--hosts-file", hosts.toString()));
    return AgentProcess.run(kubeconfig, all.toArray(String[]::new));
  }

  private void assertRun(int code, String text, String... words) throws Exception {
    var run = run(words);
    assertThat(run.output()).contains(text);
    assertThat(run.code()).isEqualTo(code);
  }
}
