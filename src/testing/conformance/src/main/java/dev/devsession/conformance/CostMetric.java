package dev.devsession.conformance;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** What is measured of a path to the bare server. */
enum CostMetric {
  HTTP1_RATE("HTTP/1.1, requests/s", true) {
    @Override
    double measure(int http1, int http2, int seconds) throws Exception {
      return wrk("Requests/sec:\\s+([\\d.]+)", http1, "/", 32, seconds);
    }
  },
  HTTP2_RATE("h2c, requests/s", true) {
    @Override
    double measure(int http1, int http2, int seconds) throws Exception {
      return h2load("finished in [\\d.]+s, ([\\d.]+) req/s", http2, "/", seconds);
    }
  },
  HTTP1_P50("HTTP/1.1, p50 in µs", false) {
    @Override
    double measure(int http1, int http2, int seconds) throws Exception {
      return wrk("50%\\s+([\\d.]+)us", http1, "/", 1, seconds);
    }
  },
  HTTP2_P50("h2c, p50 in µs", false) {
    @Override
    double measure(int http1, int http2, int seconds) throws Exception {
      var log = Files.createTempFile("h2load", ".log");
      Files.delete(log);
      system(List.of("h2load", "-t1", "-c1", "-m1", "-n" + seconds * 1500, "--log-file=" + log, url(http2, "/")));
      var micros = Files.readAllLines(log).stream().map(line -> Long.parseLong(line.split("\t")[2])).sorted().toList();
      Files.delete(log);
      return micros.get(micros.size() / 2);
    }
  },
  HTTP1_64K("HTTP/1.1, answers of 64 KiB per second", true) {
    @Override
    double measure(int http1, int http2, int seconds) throws Exception {
      return wrk("Requests/sec:\\s+([\\d.]+)", http1, "/65536", 16, seconds);
    }
  },
  HTTP2_64K("h2c, answers of 64 KiB per second", true) {
    @Override
    double measure(int http1, int http2, int seconds) throws Exception {
      return h2load("finished in [\\d.]+s, ([\\d.]+) req/s", http2, "/65536", seconds);
    }
  };

  final String text;
  final boolean moreIsBetter;

  CostMetric(String text, boolean moreIsBetter) {
    this.text = text;
    this.moreIsBetter = moreIsBetter;
  }

  abstract double measure(int http1, int http2, int seconds) throws Exception;

  private static double wrk(String wanted, int port, String path, int connections, int seconds) throws Exception {
    return find(wanted, system(
        List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--latency", url(port, path))));
  }

  private static double h2load(String wanted, int port, String path, int seconds) throws Exception {
    return find(wanted,
        system(List.of("h2load", "-t1", "-c4", "-m16", "-D" + seconds, "--warm-up-time=1", url(port, path))));
  }

  private static String url(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private static String system(List<String> command) throws Exception {
    var ended = SuitePrograms.system(command.toArray(String[]::new));
    if (ended.exitCode() != 0) {
      throw new IllegalStateException(command + " failed: " + ended.output());
    }
    return ended.output();
  }

  private static double find(String wanted, String output) {
    var found = Pattern.compile(wanted).matcher(output);
    if (!found.find()) {
      throw new IllegalStateException("expected " + wanted + " in:\n" + output);
    }
    return Double.parseDouble(found.group(1));
  }
}
