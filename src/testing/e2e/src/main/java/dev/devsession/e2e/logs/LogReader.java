package dev.devsession.e2e.logs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program that shows logs, and the account of its output. */
public final class LogReader implements AutoCloseable {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final LineAccount account = new LineAccount();
  private final Queue<String> others = new ConcurrentLinkedQueue<>();

  private LogReader(Process process) {
    this.process = process;
  }

  /** Starts it. */
  public static LogReader start(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      var reader = new LogReader(builder.start());
      Thread.ofPlatform().daemon().start(reader::read);
      return reader;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public LineAccount account() {
    return account;
  }

  /** Lines that no pod wrote. */
  public List<String> others() {
    return List.copyOf(others);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The most resident memory it had so far, in MiB; not a number once it has ended. */
  public double peakMib() {
    var found = PEAK.matcher(file("status"));
    return found.find() ? Double.parseDouble(found.group(1)) / 1024 : Double.NaN;
  }

  /** Seconds of processor time so far; not a number once it has ended. */
  public double cpuSeconds() {
    var fields = file("stat").replaceFirst("^.*\\) ", "").split(" ");
    return fields.length < 13
        ? Double.NaN
        : (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS_PER_SECOND;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String file(String name) {
    try {
      return Files.readString(Path.of("/proc", "" + process.pid(), name));
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        var before = account.lines();
        account.shown(line, System.currentTimeMillis());
        if (account.lines() == before) {
          others.add(line);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // It has ended.
    }
  }
}
