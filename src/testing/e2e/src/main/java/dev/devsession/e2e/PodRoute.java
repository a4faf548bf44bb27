package dev.devsession.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A route from this machine to a pod of the node that is built here, which has none for its pods.
 *
 * @param address of the pod
 */
public record PodRoute(String address) implements AutoCloseable {

  /** Adds it, or replaces one that was left. */
  public static PodRoute open(Installation installation, String address) {
    ip("replace", address + "/32", "via", installation.nodeAddress());
    return new PodRoute(address);
  }

  @Override
  public void close() {
    ip("del", address + "/32");
  }

  private static void ip(String... arguments) {
    var command = new ArrayList<>(List.of("ip", "route"));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
