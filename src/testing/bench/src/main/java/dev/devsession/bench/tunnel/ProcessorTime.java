package dev.devsession.bench.tunnel;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Processor time of everything that runs on this machine, in seconds by what it does. */
record ProcessorTime(Map<Program, Double> seconds) {
  /** Linux reports processor time in hundredths of a second, whatever the kernel's own clock. */
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TIME = 11;

  /** Who takes part in carrying a connection. */
  enum Program {
    CLIENT("clients, targets"),
    AGENT("agent or relay"),
    API_SERVER("API server"),
    NODE("containerd, kubelet"),
    GATEWAY("gateway"),
    PROXY("proxy");

    final String title;

    Program(String title) {
      this.title = title;
    }

    /** Null for what doesn't carry connections. @param command with its arguments, separated by NUL */
    private static Program of(String command, boolean measured) {
      if (measured) {
        return AGENT;
      } else if (command.contains(HttpTarget.class.getName())) {
        return CLIENT;
      } else if (command.startsWith("kube-apiserver") || command.contains("/kube-apiserver\0")) {
        return API_SERVER;
      } else if (command.matches("(?s)([^\0]*/)?(containerd|kubelet)\0.*")) {
        return NODE;
      } else if (command.endsWith("\0gateway\0")) {
        return GATEWAY;
      }
      return command.contains("/app/classpath/devsession-proxy-") ? PROXY : null;
    }
  }

  /** What has been used until now. @param measured the program on the developer's machine, or the relay */
  static ProcessorTime now(Processes measured) {
    var seconds = new EnumMap<Program, Double>(Program.class);
    ProcessHandle.allProcesses().forEach(process -> {
      boolean own = process.pid() == ProcessHandle.current().pid();
      var program = own ? Program.CLIENT : Program.of(Processes.read(process, "cmdline"), measured.contains(process));
      if (program != null) {
        seconds.merge(program, used(process, own), Double::sum); // wrk is a child of this process
      }
    });
    return new ProcessorTime(seconds);
  }

  double since(ProcessorTime before, Program program) {
    return seconds.getOrDefault(program, 0.0) - before.seconds.getOrDefault(program, 0.0);
  }

  /** Of one process until now. @param children whether to add the children that have ended */
  static double used(ProcessHandle process, boolean children) {
    var fields = Processes.read(process, "stat").replaceFirst("(?s)^.*\\) ", "").split(" ");
    int last = USER_TIME + (children ? 4 : 2);
    return fields.length < last
        ? 0
        : IntStream.range(USER_TIME, last).mapToDouble(i -> Double.parseDouble(fields[i])).sum() / TICKS_PER_SECOND;
  }
}
