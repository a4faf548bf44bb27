package dev.devsession.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Many requests at a time by h2load and wrk: none may fail. */
final class LoadSuite implements ConformanceSuite {
  private static final Pattern H2LOAD = Pattern
      .compile("requests: (\\d+) total, .* (\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
  private static final Pattern WRK_PROBLEM = Pattern
      .compile("(?m)^ *(Socket errors: .*|Non-2xx or 3xx responses: .*)$");

  @Override
  public String name() {
    return "load";
  }

  @Override
  public String source() {
    return "HTTP/1.1 and HTTP/2 under load: h2load and wrk, without an error";
  }

  @Override
  public Set<Way> ways() {
    return Set.of(Way.BARE, Way.NEVER, Way.ALWAYS);
  }

  @Override
  public Map<String, String> run(Way way, TestStand stand) throws Exception {
    int requests = stand.whole() ? 100_000 : 5_000;
    var url = "http://" + stand.at(way).host() + ":" + stand.at(way).http();
    var body = Files.write(Files.createTempFile("body", ""), new byte[16 * 1024]).toString();
    var outcomes = new LinkedHashMap<String, String>();
    outcomes.put("h2load, 20 connections, 20 streams", h2load(requests, "-c20", "-m20", url + "/"));
    outcomes.put("h2load, 1 connection, 100 streams", h2load(requests, "-c1", "-m100", url + "/"));
    outcomes.put("h2load, answers of 64 KiB", h2load(requests / 10, "-c10", "-m10", url + "/65536"));
    outcomes.put("h2load, requests with 16 KiB", h2load(requests / 10, "-c10", "-m10", "-d", body, url + "/"));
    outcomes.put("h2load --h1, kept connections", h2load(requests, "--h1", "-c20", url + "/"));
    outcomes.put("h2load --h1, pipelined", h2load(requests, "--h1", "-c20", "-m8", url + "/"));
    outcomes.put("h2load --h1, requests with 16 KiB", h2load(requests / 10, "--h1", "-c10", "-d", body, url + "/"));
    var seconds = stand.whole() ? "10s" : "1s";
    outcomes.put("wrk, kept connections", wrk("-d", seconds, url + "/"));
    outcomes.put("wrk, answers of 64 KiB", wrk("-d", seconds, url + "/65536"));
    outcomes.put("wrk, a connection per request", wrk("-d", seconds, "-H", "Connection: close", url + "/"));
    return outcomes;
  }

  private static String h2load(int requests, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("h2load", "-t1", "-n" + requests));
    command.addAll(List.of(arguments));
    return h2loadOutcome(SuitePrograms.system(command.toArray(String[]::new)).output());
  }

  private static String wrk(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("wrk", "-t1", "-c20"));
    command.addAll(List.of(arguments));
    return wrkOutcome(SuitePrograms.system(command.toArray(String[]::new)).output());
  }

  static String h2loadOutcome(String output) {
    var found = H2LOAD.matcher(output);
    if (!found.find()) {
      return output.strip();
    }
    return found.group(1).equals(found.group(2)) ? PASSED : found.group();
  }

  static String wrkOutcome(String output) {
    var problem = WRK_PROBLEM.matcher(output);
    if (problem.find()) {
      return problem.group(1);
    }
    return output.contains("Requests/sec:") && !output.contains("Requests/sec:      0.00") ? PASSED : output.strip();
  }
}
