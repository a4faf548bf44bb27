package dev.devsession.e2e;

import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.e2e.load.Load;
import dev.devsession.e2e.load.Sent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Service under steady load, in and out of sessions that lead it to this machine: by Tunnel with an agent, or by
 * Direct without one.
 */
final class SwappedUnderLoad implements AutoCloseable {
  private static final int PER_SECOND = 60;
  private static final int LEAST_PER_SECOND = 15;
  /** A lasting answer takes 4 s. */
  private static final int LINES = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);

  final String name;
  final Load load;
  private final Installation installation;
  private final DeployedShop shop;
  private final Optional<Path> launcher;
  private final Path kubeconfig;
  private final Path folder;
  private final LocalProcess local;
  private final List<Agent> agents = new ArrayList<>();

  /**
   * @param name     of the session and of the Service
   * @param launcher the agent's command; none for transport Direct
   */
  SwappedUnderLoad(Installation installation, DeployedShop shop, String name, int nodePort, Optional<Path> launcher,
      Path kubeconfig, Path folder) {
    this.installation = installation;
    this.shop = shop;
    this.name = name;
    this.launcher = launcher;
    this.kubeconfig = kubeconfig;
    this.folder = folder;
    this.local = new LocalProcess("local process of " + name);
    this.load = new Load(URI.create("http://" + installation.nodeAddress() + ":" + nodePort), PER_SECOND, LINES);
  }

  /** Begins a session, and doesn't wait for it. */
  void begin() {
    launcher.ifPresentOrElse(
        agent -> agents.add(Agent.startElsewhere(installation, agent, kubeconfig, folder, "up", name + "="
            + local.port(), "--name", name, "--no-names")),
        () -> shop.session(name, "services: [{name: " + name + ", ports: [{hostPort: " + local.port()
            + "}]}], transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}"));
  }

  /** Returns when the session is Ready and the machine alone has answered for a second. */
  void awaitLocal() {
    shop.await(name, Condition::holds);
    await().atMost(PATIENCE).until(() -> {
      List<Sent> last = lastSecond();
      return last.size() > LEAST_PER_SECOND && last.stream().allMatch(s -> s.isBy("local process of " + name));
    });
  }

  /** The requests that were sent in the last second and have ended. */
  List<Sent> lastSecond() {
    return load.sentSince(System.nanoTime() - Duration.ofSeconds(1).toNanos());
  }

  /** Ends the session as its user would, and returns when it is gone. @return the agent's exit code, 0 without one */
  int end() {
    if (launcher.isPresent()) {
      agents.getLast().signal("TERM");
      var code = agents.getLast().awaitEnd();
      await().atMost(PATIENCE).until(() -> installation.client.resources(DevSession.class)
          .inNamespace(shop.namespace).withName(name).get() == null);
      return code;
    }
    shop.deleteSession(name);
    return 0;
  }

  /** What the agent of the last session has said. */
  List<String> said() {
    return agents.isEmpty() ? List.of() : agents.getLast().lines();
  }

  @Override
  public void close() {
    load.close();
    agents.forEach(Agent::close);
    local.close();
  }
}
