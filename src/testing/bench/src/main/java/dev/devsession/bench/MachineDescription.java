package dev.devsession.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Describes the machine on which a benchmark runs. */
public final class MachineDescription {
  private MachineDescription() {}

  /** Processors, memory, system, and how busy it is now: the load average of the last minute. */
  public static String describe() {
    return "Machine: %d × %s, %d GiB, %s, Linux %s; load average before: %s.".formatted(
        Runtime.getRuntime().availableProcessors(), find("/proc/cpuinfo", "model name\\s+: (.*)"),
        Long.parseLong(find("/proc/meminfo", "MemTotal:\\s+(\\d+) kB")) / 1_000_000,
        find("/etc/os-release", "PRETTY_NAME=\"(.*)\""), System.getProperty("os.version"),
        find("/proc/loadavg", "(\\S+)"));
  }

  private static String find(String file, String pattern) {
    try {
      var matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
      return matcher.find() ? matcher.group(1) : "?";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
