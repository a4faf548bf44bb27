package dev.devsession.bench.tunnel;

import dev.devsession.bench.MachineDescription;
import dev.devsession.e2e.Cluster;
import dev.devsession.e2e.Installation;
import dev.devsession.e2e.Project;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares all installed paths from a client to a server in one run: the direct connection, relays,
 * and tunnels through a cluster. Prints the tables and writes them to docs/benchmarks.md. Exit code 2 if an option is
 * wrong, 3 if wrk isn't installed.
 */
public final class TunnelBenchmark {
  private final TunnelOptions options;

  private TunnelBenchmark(TunnelOptions options) {
    this.options = options;
  }

  public static void main(String[] words) throws Exception {
    try {
      var options = TunnelOptions.of(Project.path("docs/benchmarks.md"), words);
      if (!Command.isInstalled("wrk")) {
        System.err
            .println("The load comes from wrk, which isn't installed. On Debian: sudo apt-get install wrk haproxy "
                + "socat openssh-server (each of the last three adds rows)");
        System.exit(3);
      }
      var machine = MachineDescription.describe();
      var page = page(new TunnelBenchmark(options).measure(), machine, options, words);
      Files.writeString(options.page(), page);
      System.out.println(page);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    System.exit(0); // even if a thread of a cluster's client still runs
  }

  static List<Section> measure(TunnelOptions options) throws Exception {
    return new TunnelBenchmark(options).measure();
  }

  private List<Section> measure() throws Exception {
    var folder = Files.createTempDirectory("tunnel-benchmark");
    try (var target = HttpTarget.serve(new InetSocketAddress("127.0.0.1", 0));
        var cluster = cluster(HostAndPort.local(target.port()), folder)) {
      var sections = new ArrayList<Section>();
      var openers = openers(HostAndPort.local(target.port()), folder);
      if (cluster != null) {
        openers.putAll(cluster.openers());
      }
      openers.keySet().removeIf(row -> !options.wants(row));
      for (int delay : options.delays()) {
        var over = new LinkedHashMap<>(openers);
        over.keySet().removeIf(row -> delay > 0 && ClusterPaths.isShort(row));
        sections.add(Section.measure(delay, TunnelOptions.megabits(delay), over, options));
      }
      return sections;
    } finally {
      delete(folder);
    }
  }

  /** Null if the paths through a cluster aren't wanted or aren't available. */
  private ClusterPaths cluster(HostAndPort target, Path folder) throws IOException {
    if (!options.cluster()) {
      return null;
    }
    var installation = Installation.find().filter(i -> i.cluster.kind() == Cluster.Kind.NODE).orElse(null);
    if (installation == null) {
      System.err.println("No ways through a cluster: they need the node that is built here, which needs root");
      return null;
    }
    return new ClusterPaths(installation, target, folder);
  }

  private Map<String, ForwardingPath.Opener> openers(HostAndPort target, Path folder)
      throws IOException, InterruptedException {
    var local = new LocalPaths(target, folder);
    var openers = new LinkedHashMap<>(local.openers());
    options.more().forEach((name, command) -> openers.put(name, local.command(name, command)));
    return openers;
  }

  private static String page(List<Section> sections, String machine, TunnelOptions options,
      String... words) {
    var text = new StringBuilder(
        """
            # Benchmarks
            Made by `%s` in one run, all ways open at once and measured in turn: %d rounds of %d s a
            figure, after a warm-up. Each cell: **ratio to the direct connection** · median (least–greatest). Client, \
            relay
            and server share the machine, so read the ratios. %s

            """
            .formatted(String.join(" ", "src/testing/bench/run TunnelBenchmark", String.join(" ", words)).strip(),
                options.rounds(), options.seconds(), machine));
    sections.forEach(section -> text.append(section.text()).append('\n'));
    return text
        .append(
            """
                ## How to read it
                - The target answers `GET /` with 1 KiB over HTTP/1.1; bulk is a `GET` or `PUT` of as many bytes as \
                take about the
                  time of a figure. Requests and new connections (8 at a time, one request on each) come from wrk; p50 \
                and p99 are of one
                  kept connection.
                - To the machine: toward the client, or toward the developer's machine where the target runs there \
                (`-R`, a swapped service).
                - Processor time and memory are those of the relay, or of the program on the developer's machine (ssh, \
                kubectl,
                  devsession), after the last transfer.
                - The last table without delay says which program uses how much processor time for a small request at \
                32 connections and
                  for 1 GiB of one stream. The kernel's share is that of the program for which it works.
                - A link with a delay is emulated in the benchmark's own process: it delays bytes and limits their \
                rate, but TCP itself
                  sees no delay. It lies between the relay and the target, and of a tunnel between the machine and the \
                far side.
                - OpenSSH's server is on this machine, so its rows have one hop less than a way through a cluster.

                Another tool's row: `src/testing/bench/run TunnelBenchmark --with 'NAME=COMMAND'`, where COMMAND \
                listens at port
                `$LISTEN_PORT` of 127.0.0.1 and carries what comes to `$TARGET_HOST:$TARGET_PORT`.
                """)
        .toString();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
