package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.e2e.load.Load;
import dev.devsession.e2e.load.Sent;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two sessions share a Service: each gets its own requests, all others stay with the original. Whatever happens to a
 * session, its machine, the operator or the proxy, no request fails, and no pod of the user's is touched.
 */
@ExtendWith(RealCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterceptIT {
  private static final int PER_SECOND = 400;
  private static final int OWN_PER_SECOND = 50;
  /** The least load that counts, on a machine that is busy with other work. */
  private static final int LEAST_PER_SECOND = 100;
  private static final int REQUESTS_AFTER = Soak.size(600, 6000);
  /** A lasting answer takes 4 s; in the long form 6 s. */
  private static final int LINES = Soak.size(200, 300);
  private static final int NODE_PORT = 30084;
  /** So many answers in a row show who gives them. */
  private static final int LAST = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);
  /** A gateway notices the loss of an agent within this time (docs/wire.md, keepalive). */
  private static final Duration NOTICED = Duration.ofSeconds(3);
  private static final String ORIGINAL = "pod polite-";
  private static final Map<String, Map<String, String>> FIELDS = Map.of("everyone", Map.of(), "ada",
      Map.of("baggage", "a=b, devsession=ada"), "ben", Map.of("baggage", "devsession=ben"));
  @TempDir
  private static Path adaFolder;
  private final Installation installation;
  private final LocalProcess ada = new LocalProcess("local process of ada");
  private final LocalProcess ben = new LocalProcess("local process of ben");
  private final List<GapRow> rows = new ArrayList<>();
  private final List<String> times = new ArrayList<>();
  private final List<Agent> agents = new ArrayList<>();
  private final Map<String, List<Load>> loads = new HashMap<>();
  private DeployedShop shop;
  private Path kubeconfig;
  /** When ada's agent was killed; null: it wasn't. */
  private Long killed;
  private Load everyone;
  private Load adas;
  private Load bens;

  InterceptIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeAll
  void deploy() {
    shop = DeployedShop.deploy(installation, "intercept", yaml -> {
      var parts = yaml.split("\n---\n");
      return String.join("\n---\n", parts[0], parts[1], parts[4], parts[5],
          NoGapIT.service("polite", NODE_PORT, "SHOP_ABRUPT", "false"));
    });
    await().atMost(PATIENCE).ignoreExceptions() // until the node has heard of the pods
        .until(() -> Http.get(server()).contains(ORIGINAL));
    kubeconfig = Developer.ofTheChart(installation.client, shop.namespace, "ada")
        .kubeconfig(Path.of(installation.cluster.environment().get("KUBECONFIG")), adaFolder);
  }

  @AfterEach
  void endSessions() {
    agents.forEach(Agent::close);
    shop.deleteSessions();
    shop.awaitNoProxies();
  }

  @AfterAll
  void printRowsAndCleanUp() {
    System.err.println(GapRow.HEAD);
    rows.forEach(row -> System.err.print(row + "\n" + row.failures()));
    times.forEach(System.err::println);
    shop.close();
    ada.close();
    ben.close();
    installation.install();
  }

  @Test
  void eachSessionGetsItsOwnRequestsWithoutAFailureOrATouchedPod() {
    var before = shop.everything();
    try (var pods = new PodsSeen(installation, shop.namespace)) {
      var uids = userPods();
      pods.forget();
      underLoad(() -> {
        row("begin", () -> begin("ada", ada, adas));
        adas = load("ada"); // connections that were open before lead past the proxies
        bens = load("ben");
        row("second session", () -> begin("ben", ben, bens));
        awaitOwnAnswers(adas, "local process of ada");
        row("operator restart", this::restartOperator);
        row("proxy pod deleted", this::deleteProxyPod);
        awaitOwnAnswers(adas, "local process of ada");
        awaitOwnAnswers(bens, "local process of ben");
        row("end of the second session", () -> end("ben", bens));
        awaitOwnAnswers(adas, "local process of ada");
        row("end", () -> end("ada", adas));
        shop.awaitNoProxies();
      });

      assertThat(userPods()).isEqualTo(uids);
      assertThat(pods.created()).as("users' pods created").isEmpty();
      assertThat(pods.restarts()).isZero();
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(shop.everything()).isEqualTo(before));
  }

  @Test
  void theOriginalAnswersWhileTheMachineIsAway() {
    var local = new LocalProcess("local process of ada");
    underLoad(() -> {
      shop.session("ada", spec(local, "{type: Tunnel}"));
      var agent = connect("ada", adaFolder);
      shop.await("ada", Condition::holds);
      await().atMost(PATIENCE).ignoreExceptions() // until the node leads new connections to the proxies
          .until(() -> Http.get(server(), FIELDS.get("ada")).contains("local process of ada"));
      adas = load("ada");
      awaitOwnAnswers(adas, "local process of ada");

      row("agent killed", () -> {
        killed = System.nanoTime();
        agent.kill();
        awaitAnswer(adas, killed, ORIGINAL);
        awaitOwnAnswers(adas, ORIGINAL);
        times.add("last answer of the machine %d ms after its agent was killed".formatted(
            lastAnswerBy(adas, killed, "local process of ada")));
      });
      row("agent back", () -> {
        connect("ada", adaFolder);
        awaitOwnAnswers(adas, "local process of ada");
      });
      row("program ended", () -> {
        local.close();
        awaitOwnAnswers(adas, ORIGINAL);
      });
    });
  }

  /** Runs it under requests of everyone, of which those of no session must all be answered by the original. */
  private void underLoad(Runnable run) {
    loads.clear();
    killed = null;
    everyone = load("everyone");
    adas = load("ada");
    bens = load("ben");
    try {
      run.run();

      for (var load : List.of(everyone, bens)) {
        assertThat(load.sentSince(Long.MIN_VALUE)).filteredOn(Sent::failed).isEmpty();
        assertThat(load.streamsSince(Long.MIN_VALUE)).filteredOn(Sent::failed).isEmpty();
      }
      assertThat(loads.get("ada")).allSatisfy(load -> {
        assertThat(load.sentSince(Long.MIN_VALUE)).filteredOn(Sent::failed).isEmpty();
        assertThat(load.streamsSince(Long.MIN_VALUE)).filteredOn(Sent::failed).allMatch(this::wasOnItsWay);
      });
      assertThat(everyone.sentSince(Long.MIN_VALUE)).allMatch(sent -> sent.isBy(ORIGINAL));
      assertThat(loads.get("ada")).allSatisfy(load -> assertThat(load.sentSince(Long.MIN_VALUE))
          .noneMatch(sent -> sent.isBy("local process of ben")));
      assertThat(loads.get("ben")).allSatisfy(load -> assertThat(load.sentSince(Long.MIN_VALUE))
          .noneMatch(sent -> sent.isBy("local process of ada")));
      assertThat(rows).allSatisfy(row -> assertThat(row.perSecond()).as("load in %s", row)
          .isGreaterThan(LEAST_PER_SECOND));
    } finally {
      loads.values().stream().flatMap(List::stream).forEach(Load::close);
    }
  }

  /** Whether the machine may have begun to answer when its agent was killed, or until the gateway noticed that. */
  private boolean wasOnItsWay(Sent sent) {
    return killed != null && sent.sentAt() + sent.tookNanos() >= killed
        && sent.sentAt() <= killed + NOTICED.toNanos();
  }

  private URI server() {
    return URI.create("http://" + installation.nodeAddress() + ":" + NODE_PORT);
  }

  /** Requests of one of them, on connections of its own, until the test ends. */
  private Load load(String of) {
    var load = new Load(server(), of.equals("everyone") ? PER_SECOND : OWN_PER_SECOND, LINES, FIELDS.get(of));
    loads.computeIfAbsent(of, name -> new ArrayList<>()).add(load);
    return load;
  }

  private void begin(String name, LocalProcess local, Load own) {
    var applied = System.nanoTime();
    shop.session(name, spec(local, "{type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}"));
    awaitAnswer(own, applied, "local process of " + name);
    var first = own.sentSince(applied).stream().filter(s -> s.isBy("local process of " + name))
        .mapToLong(s -> s.sentAt() + s.tookNanos()).min().orElseThrow();
    times.add("%s: first own answer %d ms after apply".formatted(name, millis(applied, first)));
    shop.await(name, Condition::holds);
    assertThat(shop.await(name, Condition::holds).reason()).isEqualTo("Intercepted");
  }

  private void end(String name, Load own) {
    var deleted = System.nanoTime();
    shop.deleteSession(name);
    awaitAnswer(own, System.nanoTime(), ORIGINAL);
    awaitOwnAnswers(own, ORIGINAL);
    times.add("%s: last own answer %d ms after delete".formatted(name,
        lastAnswerBy(own, deleted, "local process of " + name)));
  }

  /** How long after a moment a request was sent that this name still answered, in milliseconds; 0 if none was. */
  private static long lastAnswerBy(Load load, long moment, String name) {
    return load.sentSince(moment).stream().filter(s -> s.isBy(name)).mapToLong(s -> millis(moment, s.sentAt())).max()
        .orElse(0);
  }

  private static long millis(long from, long to) {
    return Duration.ofNanos(to - from).toMillis();
  }

  private static void awaitAnswer(Load load, long since, String by) {
    await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE)
        .untilAsserted(() -> assertThat(load.sentSince(since)).anyMatch(sent -> sent.isBy(by)));
  }

  /** Waits until the last answers were all given by this name. */
  private static void awaitOwnAnswers(Load load, String by) {
    var since = System.nanoTime();
    await().atMost(PATIENCE).until(() -> {
      var answers = load.sentSince(since);
      return answers.size() >= LAST
          && answers.subList(answers.size() - LAST, answers.size()).stream().allMatch(sent -> sent.isBy(by));
    });
  }

  private void row(String name, Runnable operation) {
    rows.add(GapRow.measure(name, everyone, REQUESTS_AFTER, operation));
  }

  private Agent connect(String name, Path folder) {
    agents.add(Agent.startElsewhere(installation, kubeconfig, folder, "connect", name, "--no-names"));
    return agents.getLast();
  }

  private void restartOperator() {
    installation.cluster.kubectl("rollout", "restart", "deployment/devsession", "-n", Installation.NAMESPACE);
    installation.cluster.kubectl("rollout", "status", "deployment/devsession", "-n", Installation.NAMESPACE,
        "--timeout=120s");
  }

  private void deleteProxyPod() {
    var before = proxies();
    installation.client.resource(before.getFirst()).delete();
    await().atMost(PATIENCE).until(this::proxies, pods -> pods.size() == before.size()
        && pods.stream().noneMatch(pod -> uid(pod).equals(uid(before.getFirst())))
        && pods.stream().allMatch(Readiness::isPodReady));
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  private List<Pod> proxies() {
    return installation.client.pods().inNamespace(shop.namespace).withLabel(Labels.SWAP).list().getItems();
  }

  /** Name and UID of the users' pods, terminating ones included. */
  private Set<String> userPods() {
    return installation.client.pods().inNamespace(shop.namespace).withoutLabel(Labels.SWAP).withoutLabel(Labels.SESSION)
        .list().getItems().stream().map(p -> p.getMetadata().getName() + " " + p.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  private static String spec(LocalProcess local, String transport) {
    return "services: [{name: polite, mode: Intercept, ports: [{hostPort: " + local.port() + "}]}], transport: "
        + transport;
  }
}
