package dev.devsession.bench.tunnel;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.e2e.DeployedShop;
import dev.devsession.e2e.Installation;
import dev.devsession.e2e.ManifestText;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A namespace with a target in the network of a pod, and with a session that brings callers of a NodePort to this
 * machine.
 */
final class TargetShop implements AutoCloseable {
  static final String SESSION = "ada";
  static final int POD_PORT = 8090;
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);

  final DeployedShop shop;
  private final Installation installation;
  private final int nodePort;
  private final Pod pod;
  private final Process inPod;

  /**
   * @param paths of the session's Tunnel, in YAML
   * @param machinePort where the swapped service is on this machine
   */
  TargetShop(Installation installation, int nodePort, String paths, int machinePort) throws IOException {
    this.installation = installation;
    this.nodePort = nodePort;
    shop = DeployedShop.deploy(installation, "bench-tunnel",
        _ -> nodePort("orders", nodePort) + DeployedShop.service("stock") + """
            apiVersion: v1
            kind: Service
            metadata: {name: target}
            spec: {selector: {app: stock}, ports: [{port: %d}]}
            """.formatted(POD_PORT));
    pod = stock();
    inPod = serve(pod.getStatus().getPodIP());
    shop.session(SESSION, "services: [{name: orders, ports: [{hostPort: " + machinePort
        + "}]}], transport: {type: Tunnel, paths: " + paths + "}");
  }

  private static String nodePort(String service, int port) {
    return ManifestText.atNode(DeployedShop.service(service), service, port);
  }

  String pod() {
    return pod.getMetadata().getName();
  }

  /** Address of the session's gateway, once it is Ready. */
  String gatewayAddress() {
    return shop.podAddress(installation.client.resources(DevSession.class).inNamespace(shop.namespace)
        .withName(SESSION).get().getStatus().gateway().podName());
  }

  /** Where callers of the swapped service come in; returns once the target on this machine answers there. */
  HostAndPort awaitSwapped() {
    var at = new HostAndPort(installation.nodeAddress(), nodePort);
    Awaitility.await("the target's answer at " + at).atMost(PATIENCE).ignoreExceptions()
        .until(() -> URI.create("http://" + at + "/").toURL().openConnection().getContentLength() == 1024);
    return at;
  }

  private Pod stock() {
    return Awaitility.await("a running pod of stock").atMost(PATIENCE)
        .until(() -> installation.client.pods().inNamespace(shop.namespace).withLabel("app", "stock").list().getItems()
            .stream().filter(p -> "Running".equals(p.getStatus().getPhase())).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private static Process serve(String address) throws IOException {
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
