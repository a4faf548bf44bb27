package dev.devsession.bench.tunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs with their child processes, as the kernel counts them. */
record Processes(List<ProcessHandle> programs) {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  /** Linux reports processor time in hundredths of a second, whatever the kernel's own clock. */
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TIME = 11;

  static Processes of(Process process) {
    return new Processes(List.of(process.toHandle()));
  }

  static Processes none() {
    return new Processes(List.of());
  }

  boolean isEmpty() {
    return programs.isEmpty();
  }

  /** Seconds of processor time that they and their ended children have used. */
  double cpuSeconds() {
    return all().mapToDouble(process -> {
      var fields = read(process, "stat").replaceFirst("^.*\\) ", "").split(" ");
      double ticks = 0;
      for (int i = USER_TIME; fields.length > USER_TIME && i < USER_TIME + 4; i++) {
        ticks += Double.parseDouble(fields[i]);
      }
      return ticks / TICKS_PER_SECOND;
    }).sum();
  }

  /** Resident memory, in MiB. */
  double residentMib() {
    return all().mapToDouble(process -> {
      var found = RESIDENT.matcher(read(process, "status"));
      return found.find() ? Double.parseDouble(found.group(1)) / 1024 : 0;
    }).sum();
  }

  private Stream<ProcessHandle> all() {
    return programs.stream().flatMap(program -> Stream.concat(Stream.of(program), program.descendants()));
  }

  /** Empty once the process is gone. */
  private static String read(ProcessHandle process, String file) {
    try {
      return Files.readString(Path.of("/proc", "" + process.pid(), file));
    } catch (IOException e) {
      return "";
    }
  }
}
