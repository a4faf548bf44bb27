package dev.devsession.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.Permission;
import dev.devsession.console.ExitCode;
import dev.devsession.console.Version;
import dev.devsession.hosts.BlockHeader;
import dev.devsession.hosts.WriteObstacle;
import dev.devsession.kubeconfig.Subject;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

  private static JsonNode yaml(String text) {
    return Serialization.unmarshal(text, JsonNode.class);
  }

  @Test
  void worstFindingDecidesTheExitCode() {
    assertThat(Finding.worst(List.of())).isEqualTo(ExitCode.OK);
    assertThat(Finding.worst(List.of(Finding.good("a", ""), Finding.note("b", "")))).isEqualTo(ExitCode.OK);
    assertThat(Finding.worst(List.of(Finding.bad(ExitCode.FAILURE, "a", ""),
        Finding.bad(ExitCode.NOT_INSTALLED, "b", ""), Finding.bad(ExitCode.NO_PERMISSION, "c", ""))))
        .isEqualTo(ExitCode.NOT_INSTALLED);
  }

  @Test
  void missingPermissionsAreListedWithTheGrant() {
    var missing = Permission.NEEDED.stream().filter(r -> r.resource().equals("pods") || r.verb().equals("patch"))
        .toList();

    assertThat(PermissionChecks.judge(missing, new Subject("ada"), "shop")).satisfies(finding -> {
      assertThat(finding.code()).isEqualTo(ExitCode.NO_PERMISSION);
      assertThat(finding.line().text()).isEqualTo("10 of 13: you may not patch on devsessions.devsession.dev; "
          + "get, create on pods/portforward in namespace shop (ada). An admin grants it with: "
          + "kubectl create rolebinding ada-devsession --clusterrole=devsession-developer --user=ada -n shop");
    });
    assertThat(PermissionChecks.judge(List.of(), new Subject("ada"), "shop").code()).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource({"VERSION, 1, '✔ operator        VERSION, Ready (sys/op)', OK",
      "0.0.1, 1, '! operator        the operator is 0.0.1, this devsession VERSION, and more than one minor version "
          + "apart is not supported: ask a cluster admin to upgrade the operator, or install a devsession of its "
          + "version', OK",
      "VERSION, 0, '! operator        VERSION, not Ready: see  kubectl describe deployment op -n sys', NOT_INSTALLED"})
  void operatorIsFoundByItsDeployment(String version, int available, String line, ExitCode code) {
    var finding = OperatorChecks.judge(yaml("""
        items:
        - metadata: {name: op, namespace: sys, labels: {app.kubernetes.io/version: %s}}
          status: {availableReplicas: %d}
        """.formatted(version.replace("VERSION", Version.current()), available)));

    assertThat(finding.line()).hasToString(line.replace("VERSION", Version.current()));
    assertThat(finding.code()).isEqualTo(code);
  }

  @Test
  void missingDeploymentIsReported() {
    assertThat(OperatorChecks.judge(yaml("items: []")).code()).isEqualTo(ExitCode.NOT_INSTALLED);
  }

  @Test
  void operatorThatTheUserMayNotSeeIsRecognisedByTheSessionsItServes() {
    var sessions = """
        items:
        - {metadata: {name: ada, creationTimestamp: "%s"}}
        - {metadata: {name: bob, creationTimestamp: "2026-01-01T10:00:00Z"}, status: {observedGeneration: 1}}
        """;

    var justMade = yaml(sessions.formatted("2026-01-31T09:59:55Z"));
    assertThat(OperatorChecks.judge(justMade, "", NOW).line())
        .hasToString("✔ operator        installed; it serves the sessions of this namespace");
    assertThat(OperatorChecks.judge(justMade, Version.current(), NOW).line()).hasToString("✔ operator        "
        + Version.current() + "; it serves the sessions of this namespace");
    assertThat(OperatorChecks.judge(justMade, "99.0.0", NOW).line().toString())
        .startsWith("! operator        the operator is 99.0.0");
    assertThat(OperatorChecks.judge(yaml(sessions.formatted("2026-01-31T09:59:45Z")), "", NOW)).satisfies(finding -> {
      assertThat(finding.code()).isEqualTo(ExitCode.NOT_INSTALLED);
      assertThat(finding.line().text()).startsWith("session ada has no status yet");
    });
  }

  @Test
  void hostsFileAndTheProcessThatManagesItAreReported(@TempDir Path directory) throws Exception {
    var hosts = directory.resolve("hosts");
    assertThat(LocalChecks.hostsFile(hosts).line().text()).contains("no hosts file " + hosts);

    Files.writeString(hosts, "127.0.0.1 localhost\n");
    assertThat(LocalChecks.hostsFile(hosts).code()).isEqualTo(ExitCode.OK);

    Files.writeString(hosts, block(ProcessHandle.current().pid()));
    assertThat(LocalChecks.hostsFile(hosts).line().text()).endsWith("kept by pid " + ProcessHandle.current().pid());

    var dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.writeString(hosts, block(dead.pid()));
    assertThat(LocalChecks.hostsFile(hosts)).satisfies(finding -> {
      assertThat(finding.code()).isEqualTo(ExitCode.FAILURE);
      assertThat(finding.line().text()).contains("a killed agent (pid " + dead.pid() + ")",
          "devsession hosts --clean");
    });

    Files.writeString(hosts, "# BEGIN devsession\n");
    assertThat(LocalChecks.hostsFile(hosts).code()).isEqualTo(ExitCode.FAILURE);
  }

  @ParameterizedTest
  @CsvSource({"true, true, false, ✔ ports           80", "true, false, false, ✔ ports           80",
      "false, false, true, ✔ ports           80, 443 and all others below 1024 through the helper",
      "false, false, false, '! ports           you may not listen below 1024, and there is no sudo'",
      "false, true, true, ! ports           even root may not listen below 1024"})
  void portsAreFineWhereListeningWasTriedAndWorkedOrSudoHelps(boolean allowed, boolean root, boolean sudo,
      String line) {
    assertThat(LocalChecks.ports(1024, allowed, root, sudo).line().toString()).startsWith(line);
  }

  @Test
  void theLowestPortIsReadWhole() throws Exception {
    var file = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    assumeThat(file).exists();
    assertThat(LocalChecks.lowestPort()).isEqualTo(Integer.parseInt(Files.readAllLines(file).getFirst()));
  }

  /** In a user namespace of its own root may listen nowhere below 1024; the trial is what a bind says there. */
  @Test
  void theTrialSaysWhatABindSays() {
    boolean allowed;
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.3"), 1));
      allowed = true;
    } catch (IOException e) {
      allowed = false;
    }
    assertThat(LowPortTrial.isAllowed()).isEqualTo(allowed);
  }

  @Test
  void aFileThatEvenRootCanNotWriteIsToldAsWhatItIs(@TempDir Path directory) {
    var hosts = directory.resolve("hosts");
    assertThat(LocalChecks.writable(hosts, Optional.of(new WriteObstacle(hosts + " is immutable", false)), true))
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(ExitCode.OK);
          assertThat(finding.line().toString()).startsWith("! hosts file      " + hosts + " is immutable")
              .doesNotContain("sudo");
        });
    var noRights = Optional.of(new WriteObstacle("no rights", true));
    assertThat(LocalChecks.writable(hosts, noRights, true).line().toString()).contains("through the helper (sudo)");
    assertThat(LocalChecks.writable(hosts, noRights, false).line().toString()).startsWith("!").contains("no sudo");
    assertThat(LocalChecks.writable(hosts, Optional.empty(), false).line().toString()).startsWith("✔");
  }

  private static String block(long pid) {
    return new BlockHeader(pid, "x").block(List.of());
  }
}
