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
    return all().mapToDouble(process -> ProcessorTime.used(process, true)).sum();
  }

  boolean contains(ProcessHandle process) {
    return all().anyMatch(process::equals);
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
  static String read(ProcessHandle process, String file) {
    try {
      return Files.readString(Path.of("/proc", "" + process.pid(), file));
    } catch (IOException e) {
      return "";
    }
  }
}
