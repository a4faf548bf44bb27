package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.hosts.names.LoopbackAddresses;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent as a user without rights, with a sudo that lets this user become root. The test itself has to be root for
 * that, or it is skipped.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PrivilegeIT {

  private static final String TEXT = "127.0.0.1 localhost\n10.1.1.1 nas";
  private static final int HIGH = 17_346;
  private static final int LOW = 346;
  private static final String USER = "54321";
  /** Longest that anything here may take; the machine may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private ApiServer api;
  private Path installed;
  private Path kubeconfig;
  private Path home;
  private Path bin;
  private Path hosts;
  private Path output;
  private Process agent;

  @BeforeAll
  void installAndStart(@TempDir Path directory) throws Exception {
    Awaitility.setDefaultTimeout(PATIENCE);
    assumeThat(System.getProperty("user.name")).as("who runs the test").isEqualTo("root");
    openToAll(directory);
    installed = install(directory.resolve("installed"));
    api = ApiServer.in(directory.resolve(Files.createDirectory(directory.resolve("api"))));
    kubeconfig = api.writeKubeconfig(directory.resolve("kubeconfig"), "shop");
    try (KubernetesClient admin = api.admin()) {
      admin.resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build()).create();
      admin.resource(new ServiceBuilder().withNewMetadata().withName("web").withNamespace("shop").endMetadata()
          .withNewSpec().withClusterIP("10.96.7.7").addNewPort().withName("low").withPort(LOW).endPort().addNewPort()
          .withName("high").withPort(HIGH).endPort().endSpec().build()).create();
    }
  }

  @AfterAll
  void stopApiServer() {
    if (api != null) {
      api.close();
    }
  }

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    openToAll(directory);
    home = Files.createDirectory(directory.resolve("home"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
    bin = Files.createDirectory(directory.resolve("bin"));
    Path etc = Files.createDirectory(directory.resolve("etc"));
    hosts = Files.writeString(etc.resolve("hosts"), TEXT);
    output = home.resolve("output");
  }

  @AfterEach
  void killAgent() {
    if (agent != null) {
      agent.destroyForcibly().onExit().join();
    }
  }

  @Test
  void privilegedProcessWritesNamesAndOpensLowPortsAndSigtermRestoresAll() throws Exception {
    sudoThatObeys();
    start();

    assertThat(hosts).content().contains(address() + " web web.shop web.shop.svc web.shop.svc.cluster.local\n")
        .contains("(pid " + agent.pid() + ", context test)");
    assertThat(hosts.resolveSibling(".hosts.devsession-lock")).content().isEqualTo(agent.pid() + "\n");
    assertThat(Cluster.reachedFrom(address(), HIGH)).isEqualTo("10.96.7.7:" + HIGH);
    assertThat(Cluster.reachedFrom(address(), LOW)).isEqualTo("10.96.7.7:" + LOW);
    assertThat(said()).contains("✔ names           1 service: http://web:" + LOW);

    agent.destroy();
    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said()).endsWith("ended\n");
    assertAllAsItWas();
  }

  @Test
  void sigkillOfTheAgentRestoresAllToo() throws Exception {
    sudoThatObeys();
    start();
    assertThat(Cluster.reachedFrom(address(), LOW)).isEqualTo("10.96.7.7:" + LOW);

    agent.destroyForcibly().onExit().join();
    assertAllAsItWas();
    // A process that ends has no command line any more a moment before its ports are closed.
    await().untilAsserted(() -> assertThatThrownBy(() -> Cluster.reachedFrom(address(), LOW))
        .isInstanceOf(ConnectException.class));
  }

  @Test
  void ctrlCReachesBothAndTheAgentEndsFirst() throws Exception {
    sudoThatObeys();
    start();
    signal("INT", privileged().orElseThrow());
    signal("HUP", privileged().orElseThrow());
    // The agent still has its privileged process: after an edit by another program it writes the block again.
    Files.writeString(hosts, TEXT + "\n10.1.1.2 later\n");

    await().untilAsserted(() -> assertThat(hosts).content().contains("10.1.1.2 later").contains("web.shop.svc"));

    Files.writeString(hosts, Files.readString(hosts).replace("10.1.1.2 later\n", ""));
    signal("INT", agent.pid());
    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(privileged()).isEmpty();
    assertThat(hosts).content().isEqualTo(TEXT + "\n");
  }

  @Test
  void terminatedPrivilegedProcessCleansUpAndTheAgentReportsIt()
      throws Exception {
    sudoThatObeys();
    start();
    signal("TERM", privileged().orElseThrow());

    assertAllAsItWas();
    await().untilAsserted(() -> assertThat(said()).containsOnlyOnce("names are no longer updated"));
    assertThat(Cluster.reachedFrom(address(), HIGH)).isEqualTo("10.96.7.7:" + HIGH);
  }

  @Test
  void withoutRootRightsNamesAreInAPrivateFileAndHighPortsAnswer() throws Exception {
    sudo("echo 'sudo: a terminal is required to read the password' >&2; exit 1");
    start();
    assertThat(hosts).content().isEqualTo(TEXT);
    assertThat(said())
        .containsOnlyOnce(hosts + " is unchanged: sudo: a terminal is required to read the password")
        .containsOnlyOnce("web.shop:" + LOW + ": you may not listen on ports below 1024: sudo: a terminal is required");

    Path names = Path.of(said().replaceAll("(?s).*the names are in (\\S+) instead.*", "$1"));
    assertThat(names).content().contains(address() + " web web.shop ");
    assertThat(Cluster.reachedFrom(address(), HIGH)).isEqualTo("10.96.7.7:" + HIGH);
    assertThatThrownBy(() -> Cluster.reachedFrom(address(), LOW)).isInstanceOf(ConnectException.class);

    agent.destroy();
    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(names).doesNotExist();
    assertAllAsItWas();
  }

  @Test
  void privilegedProcessAlsoWritesNamesOfClusterIps() throws Exception {
    sudoThatObeys();
    start(NamesVia.ClusterIP);
    assertThat(hosts).content().contains("\n10.96.7.7 web web.shop web.shop.svc web.shop.svc.cluster.local\n");
    assertThatThrownBy(() -> Cluster.reachedFrom(address(), HIGH)).isInstanceOf(ConnectException.class);

    agent.destroy();
    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertAllAsItWas();
  }

  @Test
  void secondAgentLeavesTheHostsFileOfTheFirstUnchanged() throws Exception {
    sudoThatObeys();
    start();
    Process first = agent;
    String written = Files.readString(hosts);
    output = home.resolve("second");
    try {
      start();

      assertThat(said()).contains("another devsession already manages " + hosts + ": pid " + first.pid());
      assertThat(hosts).content().isEqualTo(written);
    } finally {
      first.destroy();
      first.onExit().join();
    }

    assertAllAsItWas();
  }

  @Test
  void doctorDoesNotCallLowPortsFineWhereABindFails() throws Exception {
    String lowest = Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start")).getFirst();
    assumeThat(Integer.parseInt(lowest)).as("the lowest port for everybody").isGreaterThan(443);
    agent = asUser(installed.resolve("devsession").toString(), "doctor", "--kubeconfig", kubeconfig.toString(),
        "--hosts-file", hosts.toString());
    assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said()).containsPattern("(?m)^(! ports +you may not listen below " + lowest + ", and there is no sudo"
        + "|✔ ports +80, 443 and all others below " + lowest + " through the helper)");
  }

  private void start() throws IOException {
    start(NamesVia.Tunnel);
  }

  private void start(NamesVia via) throws IOException {
    agent = asUser(System.getProperty("java.home") + "/bin/java", "-cp", classPath(), NamesProcess.class.getName(),
        kubeconfig.toString(), "shop", hosts.toString(), via.name());
    await().untilAsserted(() -> {
      assertThat(agent.isAlive()).as(said()).isTrue();
      assertThat(said()).contains(NamesProcess.READY);
    });
  }

  private Process asUser(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("env", "--default-signal=INT", "setpriv",
        "--reuid=" + USER, "--regid=" + USER, "--clear-groups")); // what runs in the background ignores SIGINT
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_STATE_HOME", home.resolve("state").toString());
    builder.environment().put("DEVSESSION_LAUNCHER", installed.resolve("devsession").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private void assertAllAsItWas() {
    await().untilAsserted(() -> assertThat(privileged()).isEmpty());
    assertThat(hosts).content().isEqualTo(TEXT);
    assertThat(hosts.getParent()).isDirectoryNotContaining("glob:**/*devsession*");
  }

  /** The process that sudo has become; only this test's knows this hosts file. */
  private Optional<Long> privileged() {
    return ProcessHandle.allProcesses().filter(ProcessHandle::isAlive).map(ProcessHandle::pid)
        .filter(pid -> commandLine(pid).contains("PrivilegedMain\0" + hosts)).findFirst();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor()).isZero();
  }

  /** A sudo without a password, by a copy of setpriv that may become root. */
  private void sudoThatObeys() throws Exception {
    Path become = bin.resolve("become");
    Files.copy(Path.of("/usr/bin/setpriv"), become);
    assertThat(new ProcessBuilder("chmod", "4755", become.toString()).inheritIO().start().waitFor()).isZero();
    sudo("""
        while [ "$1" != -- ]; do
          case $1 in JAVA_HOME=*) export "$1" ;; esac
          shift
        done
        shift
        exec "%s" --reuid=0 --regid=0 --clear-groups "$@"
        """.formatted(become));
  }

  private void sudo(String script) throws IOException {
    Files.setPosixFilePermissions(Files.writeString(bin.resolve("sudo"), "#!/bin/sh\n" + script),
        PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String said() throws IOException {
    return Files.exists(output) ? Files.readString(output) : "";
  }

  private String address() {
    return addresses.of("web.shop");
  }

  private String classPath() throws IOException {
    List<String> path = new ArrayList<>(List.of(installed.resolve("test-classes").toString()));
    try (Stream<Path> jars = Files.list(installed.resolve("target"))) {
      jars.map(Path::toString).filter(name -> name.endsWith(".jar")).forEach(path::add);
    }
    return String.join(":", path);
  }

  /** Where any user can read it, which the build directory may not be. */
  private static Path install(Path directory) throws IOException {
    copy(Path.of("devsession"), directory.resolve("devsession"));
    copy(Path.of("jvm.options"), directory.resolve("jvm.options"));
    copy(Path.of("privileged.options"), directory.resolve("privileged.options"));
    copy(Path.of("target/test-classes"), directory.resolve("test-classes"));
    copy(Path.of("target/lib"), directory.resolve("target/lib"));
    try (Stream<Path> jars = Files.list(Path.of("target"))) {
      jars.filter(jar -> jar.getFileName().toString().matches("devsession-agent-.*\\.jar"))
          .forEach(jar -> copy(jar, directory.resolve("target").resolve(jar.getFileName())));
    }
    return directory;
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(one, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void openToAll(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
