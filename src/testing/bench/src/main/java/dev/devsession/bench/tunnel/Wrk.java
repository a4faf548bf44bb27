package dev.devsession.bench.tunnel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The result of the load generator wrk.
 *
 * @param p50 of a request's time, in µs; p99 too
 * @param errors connections that were refused, broke or timed out
 */
record Wrk(double perSecond, double p50, double p99, long errors) {
  private static final Map<String, Double> MICROS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6);

  /** How wrk uses its connections. */
  enum Connections {
    KEPT,
    NEW_FOR_EACH_REQUEST
  }

  /** Sends requests on this many connections at a time. */
  static Wrk run(HostAndPort at, int connections, int seconds, Connections reuse)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(
        List.of("wrk", "--threads", "1", "--connections", "" + connections, "--duration", seconds + "s", "--latency"));
    if (reuse == Connections.NEW_FOR_EACH_REQUEST) {
      command.addAll(List.of("--header", "Connection: close"));
    }
    command.add("http://" + at + "/");
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("wrk failed: " + output);
    }
    return parse(output);
  }

  static Wrk parse(String output) {
    var errors = Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)")
        .matcher(output);
    long failed = 0;
    for (int i = 1; errors.find(0) && i <= 4; i++) {
      failed += Long.parseLong(errors.group(i));
    }
    return new Wrk(Double.parseDouble(find("Requests/sec:\\s+([\\d.]+)", output).group(1)), micros("50%", output),
        micros("99%", output), failed);
  }

  private static double micros(String part, String output) {
    var found = find(part + "\\s+([\\d.]+)(us|ms|s|m)\\b", output);
    return Double.parseDouble(found.group(1)) * MICROS.get(found.group(2));
  }

  private static Matcher find(String pattern, String output) {
    var matcher = Pattern.compile(pattern).matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("expected " + pattern + " in the output of wrk:\n" + output);
    }
    return matcher;
  }
}
