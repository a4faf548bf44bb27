package dev.devsession.e2e;

import java.util.Map;

/**
 * A route from this machine to a pod of the node that is built here, which has none for its pods.
 *
 * @param address of the pod
 */
public record PodRoute(String address) implements AutoCloseable {

  /** Adds it, or replaces one that was left. */
  public static PodRoute open(Installation installation, String address) {
    Project.run(Map.of(), "ip", "route", "replace", address + "/32", "via", installation.nodeAddress());
    return new PodRoute(address);
  }

  @Override
  public void close() {
    Project.run(Map.of(), "ip", "route", "del", address + "/32");
  }
}
