package dev.devsession.bench.tunnel;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.e2e.Installation;
import dev.devsession.e2e.Project;
import dev.devsession.e2e.Shop;
import dev.devsession.image.ImageProcess;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The ways through a cluster, which has to be the node that is built here: only there can a server be put into a pod's network
 * without an image of its own. A session's tunnel brings callers of a swapped Service to this machine, and this machine to a
 * pod; kubectl port-forward brings it to the same pod.
 */
final class ClusterWays implements AutoCloseable {
  private static final String SWAPPED = "DevSession Tunnel to this machine";
  private static final String NAMED = "DevSession Tunnel to a pod";
  private static final String PORT_FORWARD = "kubectl port-forward to a pod";
  private static final int NODE_PORT = 30881;
  private static final int POD_PORT = 8090;
  private static final Duration PATIENCE = Duration.ofSeconds(Shop.PATIENCE);

  private final Installation installation;
  private final Path folder;
  private final int machinePort;
  private final Shop shop;
  private final DevSession session;
  private final Pod pod;
  private final Process inPod;
  private Way agent;
  private Place listens;

  /** @param target on this machine */
  ClusterWays(Installation installation, Place target, Path folder) throws IOException {
    this.installation = installation;
    this.folder = folder;
    machinePort = target.port();
    shop = Shop.deploy(installation, "bench-tunnel", yaml -> Shop.service("orders")
        .replace("spec:\n  selector: {app: orders}\n  ports:\n    - {",
            "spec:\n  type: NodePort\n  selector: {app: orders}\n  ports:\n    - {nodePort: " + NODE_PORT + ", ")
        + Shop.service("stock"));
    pod = running("app", "stock"::equals);
    inPod = serve(pod.getStatus().getPodIP());
    session = shop.session("ada", "services: [{name: orders, ports: [{hostPort: " + machinePort + "}]}]");
  }

  Map<String, Way.Opener> openers() {
    var openers = new LinkedHashMap<String, Way.Opener>();
    openers.put(SWAPPED, this::swapped);
    openers.put(NAMED, _ -> new Way(NAMED, listens, false, agent.processes(), () -> {}));
    openers.put(PORT_FORWARD, this::portForward);
    return openers;
  }

  /** Starts the agent that {@link #NAMED} goes through too. */
  private Way swapped(Link link) throws IOException {
    listens = Place.local(ImageProcess.unusedPort());
    var log = Files.writeString(folder.resolve("agent.log"), "");
    agent = Command.open(SWAPPED, agentCommand(link, listens), Map.of("MALLOC_ARENA_MAX", "1"), listens, true, log);
    try {
      Awaitility.await("a connected agent").atMost(PATIENCE)
          .until(() -> Files.readString(log).contains(TunnelAgent.CONNECTED));
      shop.await("ada", Condition::holds);
    } catch (RuntimeException | AssertionError e) {
      agent.close();
      throw new IllegalStateException("the agent said: " + Files.readString(log), e);
    }
    var at = new Place(installation.nodeAddress(), NODE_PORT);
    Awaitility.await("the target's answer at " + at).atMost(PATIENCE).ignoreExceptions()
        .until(() -> URI.create("http://" + at + "/").toURL().openConnection().getContentLength() == 1024);
    return new Way(SWAPPED, at, true, agent.processes(), agent.end());
  }

  /** As src/agent/devsession starts it. */
  private List<String> agentCommand(Link link, Place listens) throws IOException {
    var gateway = running("devsession.dev/session", _ -> true, "devsession.dev/swap").getMetadata().getName();
    var jars = System.getProperty("java.class.path");
    return List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:+UseCompactObjectHeaders", "-Xss512k", "-Xms4m", "-Xmn2m",
        "-Xmx64m", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10", "-XX:-ShrinkHeapInSteps",
        "-XX:TrimNativeHeapInterval=5000", "--enable-native-access=ALL-UNNAMED", "-cp", jars,
        TunnelAgent.class.getName(), kubeconfig(link).toString(), shop.namespace, session.getMetadata().getUid(),
        gateway, "" + machinePort, "" + listens.port(), pod.getStatus().getPodIP(), "" + POD_PORT);
  }

  private Way portForward(Link link) throws IOException {
    var at = Place.local(ImageProcess.unusedPort());
    return Command.open(PORT_FORWARD,
        List.of(installation.cluster.bin("kubectl").toString(), "--kubeconfig", kubeconfig(link).toString(),
            "port-forward", "--namespace", shop.namespace, "pod/" + pod.getMetadata().getName(),
            at.port() + ":" + POD_PORT),
        Map.of(), at, false, folder.resolve("kubectl.log"));
  }

  /** The cluster's own, but with the API server at the far end of the link. */
  private Path kubeconfig(Link link) throws IOException {
    var text = Files.readString(Path.of(installation.cluster.environment().get("KUBECONFIG")));
    var server = installation.client.getConfiguration().getMasterUrl().replaceAll("/+$", "");
    var uri = URI.create(server);
    var far = new Place(uri.getHost(), uri.getPort());
    var near = link.to(far);
    if (!near.equals(far)) {
      text = text.replaceAll("( *)server: " + server + "/?",
          "$1server: https://" + near + "\n$1tls-server-name: " + far.host());
    }
    return Files.writeString(folder.resolve("kubeconfig-" + near.port()), text);
  }

  private Pod running(String label, Predicate<String> value, String... without) {
    return Awaitility.await("a running pod with " + label).atMost(PATIENCE)
        .until(() -> installation.client.pods().inNamespace(shop.namespace).list().getItems().stream()
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null && "Running".equals(p.getStatus().getPhase()))
            .filter(p -> p.getMetadata().getLabels().containsKey(label)
                && value.test(p.getMetadata().getLabels().get(label)))
            .filter(p -> List.of(without).stream().noneMatch(p.getMetadata().getLabels()::containsKey)).findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  /** A target in the pod's network. */
  private Process serve(String address) throws IOException {
    var process = new ProcessBuilder("nsenter", "--net", "--target", "" + inNetworkOf(address),
        ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
        HttpTarget.class.getName(), "0.0.0.0", "" + POD_PORT).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process;
  }

  /** A process whose network has this address. */
  private static long inNetworkOf(String address) {
    var own = Pattern.compile("\\|-- " + Pattern.quote(address) + "\\s+/32 host LOCAL");
    return ProcessHandle.allProcesses().mapToLong(ProcessHandle::pid).filter(pid -> {
      try {
        return own.matcher(Files.readString(Path.of("/proc", "" + pid, "net/fib_trie"))).find();
      } catch (IOException e) {
        return false; // it has ended
      }
    }).findFirst().orElseThrow(() -> new IllegalStateException("no process with the address " + address));
  }

  @Override
  public void close() {
    Command.end(inPod);
    shop.close();
  }
}
