package dev.devsession.agent.doctor;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.hosts.BlockHeader;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.WriteObstacle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The hosts file and the ports of this machine. */
final class LocalChecks {
  private static final Path UNPRIVILEGED = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
  private static final int PRIVILEGED = 1024;

  private LocalChecks() {}

  static Finding hostsFile(Path path) {
    try {
      var file = HostsFile.at(path);
      var text = file.read();
      var pid = BlockHeader.pid(text.blockLines());
      if (text.hasBlock() && pid.isPresent()
          && ProcessHandle.of(pid.getAsLong()).filter(ProcessHandle::isAlive).isPresent()) {
        return Finding.good("hosts file", file.path() + ", kept by pid " + pid.getAsLong());
      }
      if (text.hasBlock()) {
        return Finding.bad(ExitCode.FAILURE, "hosts file", "a killed agent"
            + (pid.isPresent() ? " (pid " + pid.getAsLong() + ")" : "") + " left its names in "
            + file.path() + ": the next agent replaces them, or run  devsession hosts --clean");
      }
      return writable(file.path(), WriteObstacle.of(file.path()), hasSudo());
    } catch (AgentException e) {
      return Finding.bad(e.exitCode() == ExitCode.NO_PERMISSION ? ExitCode.NO_PERMISSION : ExitCode.FAILURE,
          "hosts file", e.getMessage());
    }
  }

  static Finding writable(Path path, Optional<WriteObstacle> obstacle, boolean sudo) {
    if (obstacle.isEmpty()) {
      return Finding.good("hosts file", path + ", which you may write");
    }
    if (!obstacle.get().helpedByRoot()) {
      return Finding.note("hosts file", obstacle.get().message()
          + ". Until then services have no names on this machine; everything else works");
    }
    return sudo
        ? Finding.good("hosts file", path + ", through the helper (sudo)")
        : Finding.note("hosts file", "you may not write " + path
            + " and there is no sudo: services have no names on this machine; everything else works");
  }

  static Finding ports() {
    return ports(lowestPort(), LowPortTrial.isAllowed(), "root".equals(System.getProperty("user.name")), hasSudo());
  }

  /** @param allowed whether this process was allowed to listen there when it tried */
  static Finding ports(int lowest, boolean allowed, boolean root, boolean sudo) {
    if (allowed) {
      return Finding.good("ports", "80, 443 and all others");
    }
    if (root) {
      return Finding.note("ports", "even root may not listen below " + lowest + " here, as in a container without"
          + " NET_BIND_SERVICE: services on such ports get no names; everything else works");
    }
    return sudo
        ? Finding.good("ports", "80, 443 and all others below " + lowest + " through the helper (sudo)")
        : Finding.note("ports", "you may not listen below " + lowest
            + ", and there is no sudo: services on such ports get no names; everything else works");
  }

  private static int lowestPort() {
    try {
      return Integer.parseInt(Files.readString(UNPRIVILEGED).strip());
    } catch (IOException | NumberFormatException e) {
      return PRIVILEGED; // not Linux, or not readable
    }
  }

  private static boolean hasSudo() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).filter(d -> !d.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "sudo")));
  }
}
