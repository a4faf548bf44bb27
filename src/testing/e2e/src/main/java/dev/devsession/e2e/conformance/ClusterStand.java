package dev.devsession.e2e.conformance;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.conformance.RecordingServer;
import dev.devsession.conformance.ServerPorts;
import dev.devsession.conformance.Servers;
import dev.devsession.conformance.SuitePrograms;
import dev.devsession.conformance.TestStand;
import dev.devsession.conformance.Way;
import dev.devsession.e2e.DeployedShop;
import dev.devsession.e2e.Installation;
import dev.devsession.e2e.Project;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A Service for each way, reached at its node ports, with a pod behind it, and a session of mode Intercept for each but
 * the bare one. The session's machine is this one. What reaches the pods' raw port they pass on to a recorder here.
 */
public final class ClusterStand implements AutoCloseable {
  private static final int FIRST_NODE_PORT = 30110;
  /** The rule of each way. */
  private static final Map<Way, String> RULES = Map.of(
      Way.NEVER, "{headers: [{name: x-devsession-conformance, exact: never}]}",
      Way.ALWAYS, "{not: {headers: [{name: x-devsession-conformance, exact: never}]}}",
      Way.MIXED, "{headers: [{name: x-user, exact: ada}]}");
  /** A header that each rule hits. */
  private static final Map<Way, List<String>> HITS = Map.of(Way.NEVER, List.of("x-devsession-conformance", "never"),
      Way.ALWAYS, List.of("x-user", "eve"), Way.MIXED, List.of("x-user", "ada"));
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);

  private final Installation installation;
  private final Servers machine;
  private final RecordingServer original;
  private final SuitePrograms programs;
  private final DeployedShop deployed;

  private ClusterStand(Installation installation) throws IOException, InterruptedException {
    this.installation = installation;
    programs = SuitePrograms.build(Project.ROOT);
    var here = installation.cluster.hostAddress();
    machine = Servers.start("machine", programs, here, Map.of());
    original = new RecordingServer(here, 0);
    UpstreamImage.load(installation.cluster);
    var recorder = here + ":" + original.port();
    deployed = DeployedShop.deploy(installation, "conformance",
        shop -> Arrays.stream(Way.values()).map(way -> service(way, recorder)).collect(Collectors.joining("---\n")));
  }

  /** Returns once the node leads new connections to the proxies, which is a moment after the sessions are ready. */
  public static ClusterStand start(Installation installation) throws IOException, InterruptedException {
    var stand = new ClusterStand(installation);
    RULES.keySet().forEach(stand::intercept);
    RULES.keySet().forEach(way -> stand.deployed.await(name(way), Condition::holds));
    HITS.forEach((way, header) -> stand.awaitAnswerBy("machine", way, header));
    stand.awaitAnswerBy("original", Way.BARE, List.of("x-user", "ada"));
    return stand;
  }

  private void awaitAnswerBy(String server, Way way, List<String> header) {
    Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> answeredBy(way, header).equals(server));
  }

  /** Who answers a request with this header on a new connection. */
  private String answeredBy(Way way, List<String> header) throws IOException, InterruptedException {
    var url = URI.create("http://" + installation.nodeAddress() + ":" + nodePort(way) + "/");
    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).header(header.get(0), header.get(1))
        .build();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).headers().firstValue("x-answered-by")
          .orElseThrow();
    }
  }

  /** @param whole whether suites run in their long form */
  public TestStand stand(boolean whole) {
    var ways = new EnumMap<Way, ServerPorts>(Way.class);
    for (var way : Way.values()) {
      int port = nodePort(way);
      ways.put(way, new ServerPorts(installation.nodeAddress(), port, port + 1, port + 2));
    }
    return new TestStand(programs, original, machine.recorder, ways, true, whole);
  }

  private void intercept(Way way) {
    var ports = machine.ports;
    deployed.session(name(way), """
        services: [{name: %s, mode: Intercept, match: [%s], ports: [{name: http, hostPort: %d},
          {name: grpc, hostPort: %d}, {name: raw, hostPort: %d}]}], transport: {type: Direct, hostAddress: %s}"""
        .formatted(
            name(way), RULES.get(way), ports.http(), ports.grpc(), ports.raw(), installation.cluster.hostAddress()));
  }

  private static int nodePort(Way way) {
    return FIRST_NODE_PORT + 3 * way.ordinal();
  }

  private static String name(Way way) {
    return way.name().toLowerCase(Locale.ROOT);
  }

  private static String service(Way way, String recorder) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: NAME}
        spec:
          type: NodePort
          selector: {app: NAME}
          ports:
          - {name: http, port: 8080, targetPort: 8080, nodePort: %d}
          - {name: grpc, port: 9090, nodePort: %d}
          - {name: raw, port: 7070, nodePort: %d}
        ---
        """.formatted(nodePort(way), nodePort(way) + 1, nodePort(way) + 2).replace("NAME", name(way))
        + UpstreamImage.deployment(name(way), 9090,
            "[original, \":8080\", \":9090\", \":7070\", \"" + recorder + "\"]");
  }

  @Override
  public void close() throws IOException {
    deployed.close();
    machine.close();
    original.close();
  }
}
