package dev.devsession.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Pattern;

/**
 * What an intercepted port costs traffic that isn't a session's, beside HAProxy and the bare server, in one run. The
 * rounds take the paths by turns. Arguments: {@code rounds=5 seconds=3}.
 */
public final class CostBenchmark {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final int SESSIONS = 20;
  private static final int CONNECTIONS = 1000;

  private CostBenchmark() {}

  /** A path and all that was measured of it, round by round. */
  private record CostPath(String name, int http1, int http2, Map<CostMetric, List<Double>> found) {
    CostPath(String name, int http1, int http2) {
      this(name, http1, http2, new EnumMap<>(CostMetric.class));
    }
  }

  public static void main(String[] args) throws Exception {
    var checkout = Path.of(System.getProperty("devsession.root", "")).toAbsolutePath();
    int rounds = option(args, "rounds", 5);
    int seconds = option(args, "seconds", 3);
    var programs = SuitePrograms.build(checkout);
    try (var original = Servers.start("original", programs);
        var machine = Servers.start("machine", programs);
        var proxy = ProxyUnderTest.start(checkout, original.ports, machine.ports);
        var haproxy = new Haproxy(original.ports, machine.ports)) {
      int intercepted = proxy.at(Way.MIXED).http();
      var paths = new ArrayList<>(List.of(new CostPath("bare server", original.ports.http(), original.ports.http()),
          new CostPath("HAProxy", haproxy.http1, haproxy.http2), new CostPath("DevSession", intercepted, intercepted)));
      paths.forEach(path -> measure(path, 2, false));
      var order = new ArrayList<>(paths);
      for (int round = 0; round < rounds; round++) {
        Collections.rotate(order, 1);
        order.forEach(path -> measure(path, seconds, true));
        System.err.println("round " + (round + 1) + " of " + rounds);
      }
      System.out.println(table(paths));
      System.out.printf("resident after the load: %.0f MiB%n", residentMib(proxy.process()));
      try (var crowded = ProxyUnderTest.start(checkout, original.ports, machine.ports, SESSIONS)) {
        System.out.printf("resident with %d connections and %d sessions: %.0f MiB%n", CONNECTIONS, SESSIONS,
            residentWithConnections(crowded));
      }
    }
  }

  private static void measure(CostPath path, int seconds, boolean kept) {
    for (var metric : CostMetric.values()) {
      try {
        double value = metric.measure(path.http1(), path.http2(), seconds);
        if (kept) {
          path.found().computeIfAbsent(metric, m -> new ArrayList<>()).add(value);
        }
      } catch (Exception e) {
        throw new IllegalStateException(path.name() + ", " + metric.text + ": " + e.getMessage(), e);
      }
    }
  }

  private static String table(List<CostPath> paths) {
    var table = new StringBuilder("| | " + String.join(" | ", paths.stream().map(CostPath::name).toList())
        + " | DevSession / HAProxy | added to bare |\n|---|---|---|---|---|---|\n");
    for (var metric : CostMetric.values()) {
      table.append("| ").append(metric.text);
      paths.forEach(path -> table.append(" | ").append(spread(path.found().get(metric), "%.0f")));
      var own = paths.get(2).found().get(metric);
      table.append(" | ").append(spread(combined(own, paths.get(1).found().get(metric), (a, b) -> a / b), "%.2f"));
      table.append(" | ").append(metric.moreIsBetter
          ? ""
          : spread(
              combined(own, paths.get(0).found().get(metric), (a, b) -> a - b), "%.0f"))
          .append(" |\n");
    }
    return table.toString();
  }

  /** Round by round. */
  private static List<Double> combined(List<Double> a, List<Double> b,
      DoubleBinaryOperator operator) {
    var all = new ArrayList<Double>();
    for (int i = 0; i < a.size(); i++) {
      all.add(operator.applyAsDouble(a.get(i), b.get(i)));
    }
    return all;
  }

  /** Median, least and most. */
  private static String spread(List<Double> values, String format) {
    var sorted = values.stream().sorted().toList();
    return (format + " (" + format + "–" + format + ")").formatted(sorted.get(sorted.size() / 2), sorted.getFirst(),
        sorted.getLast());
  }

  private static double residentWithConnections(ProxyUnderTest proxy) throws IOException {
    var open = new ArrayList<Socket>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.at(Way.MIXED).http());
        open.add(socket);
        socket.getOutputStream().write("GET /1024 HTTP/1.1\r\nHost: shop\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().readNBytes(1024).length < 1024) {
          throw new IOException("connection " + i + " ended early");
        }
      }
      return residentMib(proxy.process());
    } finally {
      for (var socket : open) {
        socket.close();
      }
    }
  }

  private static double residentMib(ProcessHandle process) throws IOException {
    var found = RESIDENT.matcher(Files.readString(Path.of("/proc", "" + process.pid(), "status")));
    return found.find() ? Double.parseDouble(found.group(1)) / 1024 : 0;
  }

  private static int option(String[] args, String name, int otherwise) {
    return Arrays.stream(args).filter(a -> a.startsWith(name + "=")).findFirst()
        .map(a -> Integer.parseInt(a.substring(name.length() + 1))).orElse(otherwise);
  }
}
