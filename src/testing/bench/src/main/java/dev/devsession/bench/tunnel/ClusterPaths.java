package dev.devsession.bench.tunnel;

import dev.devsession.e2e.Installation;
import dev.devsession.e2e.PodRoute;
import dev.devsession.image.ImageProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths through a cluster, which must be the node that is built here: only there can a server run in a pod's
 * network without its own image. A session's tunnel brings callers of a swapped Service to this machine, and this
 * machine to a pod; kubectl port-forward brings it to the same pod. The short way has a namespace of its own, since the
 * names of one answer only once on a machine.
 */
final class ClusterPaths implements AutoCloseable {
  private static final String SWAPPED = "DevSession Tunnel to this machine";
  private static final String NAMED = "DevSession Tunnel to a pod";
  private static final String SHORT_SWAPPED = "DevSession short way to this machine";
  private static final String SHORT_NAMED = "DevSession short way to a pod";
  private static final String PORT_FORWARD = "kubectl port-forward to a pod";

  private final Installation installation;
  private final Path folder;
  private final TargetShop byPortForward;
  private final TargetShop byShortWay;
  private SessionAgent agent;
  private SessionAgent shortAgent;

  /** @param target on this machine */
  ClusterPaths(Installation installation, HostAndPort target, Path folder) throws IOException {
    this.installation = installation;
    this.folder = folder;
    // By port-forward alone: the link that is emulated leads to the API server.
    byPortForward = new TargetShop(installation, 30881, "[]", target.port());
    byShortWay = new TargetShop(installation, 30882, "[PodAddress]", target.port());
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
    agent = SessionAgent.start(byPortForward.shop, kubeconfig(link), folder);
    return new ForwardingPath(SWAPPED, byPortForward.awaitSwapped(), true, Processes.of(agent.process()),
        () -> Command.end(agent.process()));
  }

  /** Starts the agent that {@link #SHORT_NAMED} goes through too. */
  private ForwardingPath shortSwapped(EmulatedLink link) throws IOException {
    var kubeconfig = kubeconfig(link);
    shortAgent = SessionAgent.start(byShortWay.shop, kubeconfig, folder);
    var route = PodRoute.open(installation, byShortWay.gatewayAddress());
    SessionAgent.awaitShortWay(byShortWay.shop, kubeconfig, folder);
    return new ForwardingPath(SHORT_SWAPPED, byShortWay.awaitSwapped(), true, Processes.of(shortAgent.process()),
        () -> {
          Command.end(shortAgent.process());
          route.close();
        });
  }

  private ForwardingPath portForward(EmulatedLink link) throws IOException {
    var at = HostAndPort.local(ImageProcess.unusedPort());
    return Command.open(PORT_FORWARD,
        List.of(installation.cluster.bin("kubectl").toString(), "--kubeconfig", kubeconfig(link).toString(),
            "port-forward", "--namespace", byPortForward.shop.namespace, "pod/" + byPortForward.pod(),
            at.port() + ":" + TargetShop.POD_PORT),
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

  @Override
  public void close() {
    byPortForward.close();
    byShortWay.close();
  }
}
