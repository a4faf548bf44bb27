package dev.devsession.bench.tunnel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the load generator wrk found.
 *
 * @param p50 of a request's time, in µs; p99 too
 * @param errors connections that were refused, broke or timed out
 */
record Wrk(double perSecond, double p50, double p99, long errors) {
  private static final Map<String, Double> MICROS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6);

  /** Requests on so many kept connections; with a new connection for each if {@code anew}. */
  static Wrk run(HostAndPort at, int connections, int seconds, boolean anew) throws IOException, InterruptedException {
    var command = new ArrayList<>(
        List.of("wrk", "--threads", "1", "--connections", "" + connections, "--duration", seconds + "s", "--latency"));
    if (anew) {
      command.addAll(List.of("--header", "Connection: close"));
    }
    command.add("http://" + at + "/");
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("wrk failed: " + said);
    }
    return parse(said);
  }

  static Wrk parse(String said) {
    var errors = Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)")
        .matcher(said);
    long failed = 0;
    for (int i = 1; errors.find(0) && i <= 4; i++) {
      failed += Long.parseLong(errors.group(i));
    }
    return new Wrk(Double.parseDouble(find("Requests/sec:\\s+([\\d.]+)", said).group(1)), micros("50%", said),
        micros("99%", said), failed);
  }

  private static double micros(String part, String said) {
    var found = find(part + "\\s+([\\d.]+)(us|ms|s|m)\\b", said);
    return Double.parseDouble(found.group(1)) * MICROS.get(found.group(2));
  }

  private static Matcher find(String pattern, String said) {
    var matcher = Pattern.compile(pattern).matcher(said);
    if (!matcher.find()) {
      throw new IllegalStateException("expected " + pattern + " in what wrk said:\n" + said);
    }
    return matcher;
  }
}
