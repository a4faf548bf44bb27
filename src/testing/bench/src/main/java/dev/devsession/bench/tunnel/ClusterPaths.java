package dev.devsession.bench.tunnel;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.e2e.DeployedShop;
import dev.devsession.e2e.Installation;
import dev.devsession.e2e.PodRoute;
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
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The paths through a cluster, which must be the node that is built here: only there can a server run in a pod's
 * network without its own image. A session's tunnel brings callers of a swapped Service to this machine, and this
 * machine to a pod; kubectl port-forward brings it to the same pod.
 */
final class ClusterPaths implements AutoCloseable {
  private static final String SWAPPED = "DevSession Tunnel to this machine";
  private static final String NAMED = "DevSession Tunnel to a pod";
  private static final String SHORT_SWAPPED = "DevSession short way to this machine";
  private static final String SHORT_NAMED = "DevSession short way to a pod";
  private static final String PORT_FORWARD = "kubectl port-forward to a pod";
  private static final int NODE_PORT = 30881;
  private static final int SHORT_NODE_PORT = 30882;
  private static final int POD_PORT = 8090;
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);

  private final Installation installation;
  private final Path folder;
  private final int machinePort;
  private final DeployedShop shop;
  private final Pod pod;
  private final Process inPod;
  private SessionAgent agent;
  private SessionAgent shortAgent;

  /** @param target on this machine */
  ClusterPaths(Installation installation, HostAndPort target, Path folder) throws IOException {
    this.installation = installation;
    this.folder = folder;
    machinePort = target.port();
    shop = DeployedShop.deploy(installation, "bench-tunnel", yaml -> nodePort("orders", NODE_PORT)
        + nodePort("invoices", SHORT_NODE_PORT) + DeployedShop.service("stock") + """
            apiVersion: v1
            kind: Service
            metadata: {name: target}
            spec: {selector: {app: stock}, ports: [{port: %d}]}
            """.formatted(POD_PORT));
    pod = stock();
    inPod = serve(pod.getStatus().getPodIP());
    // By port-forward alone: the link that is emulated leads to the API server.
    session("ada", "orders", "[]");
    session("grace", "invoices", "[PodAddress]");
  }

  private static String nodePort(String service, int port) {
    return DeployedShop.service(service).replace("spec:\n  selector: {app: " + service + "}\n  ports:\n    - {",
        "spec:\n  type: NodePort\n  selector: {app: " + service + "}\n  ports:\n    - {nodePort: " + port + ", ");
  }

  private void session(String name, String service, String paths) {
    shop.session(name, "services: [{name: " + service + ", ports: [{hostPort: " + machinePort
        + "}]}], transport: {type: Tunnel, paths: " + paths + "}");
  }

  Map<String, ForwardingPath.Opener> openers() {
    var openers = new LinkedHashMap<String, ForwardingPath.Opener>();
    openers.put(SWAPPED, this::swapped);
    openers.put(NAMED, _ -> new ForwardingPath(NAMED, agent.target(), false, Processes.of(agent.process()), () -> {}));
    openers.put(SHORT_SWAPPED, this::shortSwapped);
    openers.put(SHORT_NAMED,
        _ -> new ForwardingPath(SHORT_NAMED, shortAgent.target(), false, Processes.of(shortAgent.process()), () -> {}));
    openers.put(PORT_FORWARD, this::portForward);
    return openers;
  }

  /** Whether the path doesn't lead over the link to the API server. */
  static boolean isShort(String row) {
    return row.equals(SHORT_SWAPPED) || row.equals(SHORT_NAMED);
  }

  /** Starts the agent that {@link #NAMED} goes through too. */
  private ForwardingPath swapped(EmulatedLink link) throws IOException {
    agent = SessionAgent.start(shop, "ada", kubeconfig(link), folder, POD_PORT);
    var at = answering(NODE_PORT);
    return new ForwardingPath(SWAPPED, at, true, Processes.of(agent.process()), () -> Command.end(agent.process()));
  }

  /** Starts the agent that {@link #SHORT_NAMED} goes through too. */
  private ForwardingPath shortSwapped(EmulatedLink link) throws IOException {
    var kubeconfig = kubeconfig(link);
    shortAgent = SessionAgent.start(shop, "grace", kubeconfig, folder, POD_PORT);
    var gateway = installation.client.resources(DevSession.class).inNamespace(shop.namespace).withName("grace").get()
        .getStatus().gateway().podName();
    var route = PodRoute.open(installation, shop.podAddress(gateway));
    SessionAgent.awaitShortWay(shop, "grace", kubeconfig, folder);
    var at = answering(SHORT_NODE_PORT);
    return new ForwardingPath(SHORT_SWAPPED, at, true, Processes.of(shortAgent.process()), () -> {
      Command.end(shortAgent.process());
      route.close();
    });
  }

  private HostAndPort answering(int port) {
    var at = new HostAndPort(installation.nodeAddress(), port);
    Awaitility.await("the target's answer at " + at).atMost(PATIENCE).ignoreExceptions()
        .until(() -> URI.create("http://" + at + "/").toURL().openConnection().getContentLength() == 1024);
    return at;
  }

  private ForwardingPath portForward(EmulatedLink link) throws IOException {
    var at = HostAndPort.local(ImageProcess.unusedPort());
    return Command.open(PORT_FORWARD,
        List.of(installation.cluster.bin("kubectl").toString(), "--kubeconfig", kubeconfig(link).toString(),
            "port-forward", "--namespace", shop.namespace, "pod/" + pod.getMetadata().getName(),
            at.port() + ":" + POD_PORT),
        Map.of(), at, false, folder.resolve("kubectl.log"));
  }

  /** The cluster's kubeconfig, with the API server at the far end of the link. */
  private Path kubeconfig(EmulatedLink link) throws IOException {
    var text = Files.readString(Path.of(installation.cluster.environment().get("KUBECONFIG")));
    var server = installation.client.getConfiguration().getMasterUrl().replaceAll("/+$", "");
    var uri = URI.create(server);
    var far = new HostAndPort(uri.getHost(), uri.getPort());
    var near = link.addressOf(far);
    return Files.writeString(folder.resolve("kubeconfig-" + near.port()), text.replace(server, "https://" + near));
  }

  private Pod stock() {
    return Awaitility.await("a running pod of stock").atMost(PATIENCE)
        .until(() -> installation.client.pods().inNamespace(shop.namespace).withLabel("app", "stock").list().getItems()
            .stream().filter(p -> "Running".equals(p.getStatus().getPhase())).findFirst(), Optional::isPresent)
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
