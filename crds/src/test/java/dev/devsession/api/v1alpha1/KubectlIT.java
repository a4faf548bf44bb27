package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The API as kubectl shows it. */
@ExtendWith(ApiServer.Extension.class)
class KubectlIT {
  @TempDir
  static Path folder;

  @BeforeAll
  static void connect(ApiServer api) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
    api.clientIn("kubectl");
    kubectl("apply", "-f", "src/test/resources/corpus/valid/minimal.yaml");
    kubectl("apply", "-f", "src/test/resources/corpus/valid/swap-without-claims.yaml");
  }

  @Test
  void devIsShortForDevSession() throws Exception {
    assertThat(kubectl("get", "dev", "-o", "name")).containsExactly("devsession.devsession.dev/minimal");
  }

  /** With a category of that name, kubectl would list several kinds, and refuse the name of a session. */
  @Test
  void sessionIsFoundByTheNameOfItsKind() throws Exception {
    assertThat(kubectl("get", "devsession", "minimal", "-o", "name"))
        .containsExactly("devsession.devsession.dev/minimal");
  }

  @Test
  void explainDescribesAField() throws Exception {
    assertThat(String.join("\n", kubectl("explain", "dev.spec.services"))).contains("run on the developer's machine",
        "workloadRef",
        "-required-");
    assertThat(String.join("\n", kubectl("explain", "swap"))).contains("One Service that sessions claim");
  }

  @Test
  void waitEndsWhenTheSessionIsReady() throws Exception {
    kubectl("patch", "dev", "minimal", "--subresource=status", "--type=merge", "-p",
        "{\"status\":{\"observedGeneration\":1,\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\","
            + "\"reason\":\"Swapped\","
            + "\"message\":\"\",\"lastTransitionTime\":\"2026-01-31T10:00:00Z\"}]}}");

    assertThat(kubectl("wait", "--for=condition=Ready", "devsession/minimal", "--timeout=10s"))
        .containsExactly("devsession.devsession.dev/minimal condition met");
  }

  /** The lines of its output; fails the test if kubectl fails. */
  private static List<String> kubectl(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program().toString(), "--namespace=kubectl",
        "--kubeconfig=" + folder.resolve("kubeconfig"), "--cache-dir=" + folder.resolve("cache")));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private static Path program() throws IOException {
    try (var found = Files.find(ApiServer.programs().resolve("k8s"), 2, (p, a) -> p.endsWith("kubectl"))) {
      return found.findFirst().orElseThrow();
    }
  }
}
