package dev.devsession.bench.tunnel;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.e2e.DeployedShop;
import dev.devsession.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The agent of a session, as a program.
 *
 * @param target where it listens for the Service {@code target}
 */
record SessionAgent(Process process, HostAndPort target) {
  private static final String PROGRAM = Project.path("src/agent/devsession").toString();
  private static final Pattern NAME = Pattern.compile("(?m)^(127\\.\\S+)\\s.*\\btarget\\b");
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);

  /** Starts it, and waits until the session is Ready and it listens. */
  static SessionAgent start(DeployedShop shop, Path kubeconfig, Path folder) throws IOException {
    var log = Files.writeString(folder.resolve(shop.namespace + ".log"), "");
    var hosts = Files.writeString(folder.resolve(shop.namespace + ".hosts"), "");
    var process = Command
        .start(List.of(PROGRAM, "connect", TargetShop.SESSION, "--namespace", shop.namespace, "--hosts-file",
            hosts.toString()), Map.of("KUBECONFIG", kubeconfig.toString()), log);
    try {
      shop.await(TargetShop.SESSION, Condition::holds);
      var address = Awaitility.await("an address for the target").atMost(PATIENCE)
          .until(() -> NAME.matcher(Files.readString(hosts)).results().map(found -> found.group(1)).findFirst(),
              Optional::isPresent);
      var target = new HostAndPort(address.orElseThrow(), TargetShop.POD_PORT);
      target.await(process);
      return new SessionAgent(process, target);
    } catch (RuntimeException | AssertionError e) {
      Command.end(process);
      throw new IllegalStateException("the agent said: " + Files.readString(log), e);
    }
  }

  /** Waits until new connections of the session go to its gateway itself. */
  static void awaitShortWay(DeployedShop shop, Path kubeconfig, Path folder) throws IOException {
    var log = folder.resolve(shop.namespace + ".status");
    Awaitility.await("the short way").atMost(PATIENCE).until(() -> {
      Files.writeString(log, "");
      Command.start(List.of(PROGRAM, "status", TargetShop.SESSION, "--namespace", shop.namespace),
          Map.of("KUBECONFIG", kubeconfig.toString()), log).waitFor();
      return Files.readString(log).contains("by TLS to the gateway");
    });
  }
}
