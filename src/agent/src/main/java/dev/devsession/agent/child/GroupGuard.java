package dev.devsession.agent.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A shell that ends a process group when this process is gone, however that ended: the pipe to it closes then. It runs
 * in a session of its own where the system has setsid(1), so that signals to this process's group spare it.
 */
final class GroupGuard {
  private static final String SCRIPT = """
      trap '' HUP INT QUIT TERM
      read -r group || exit 0
      read -r _ && exit 0
      kill -s TERM -- "-$group" || exit 0
      for _ in 1 2 3 4 5; do
        sleep 1
        kill -s 0 -- "-$group" || exit 0
      done
      kill -s KILL -- "-$group"
      """;

  private final Process shell;

  private GroupGuard(Process shell) {
    this.shell = shell;
  }

  /** Starts it; it guards nothing yet. */
  static GroupGuard start() throws IOException {
    var command = new ArrayList<String>();
    Executable.find("setsid", Objects.requireNonNullElse(System.getenv("PATH"), "")).map(Object::toString)
        .ifPresent(command::add);
    command.addAll(List.of("/bin/sh", "-c", SCRIPT));
    return new GroupGuard(new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  void guard(int group) {
    writeLine(Integer.toString(group));
  }

  /** The group has ended. */
  void dismiss() {
    writeLine("end");
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }

  private void writeLine(String line) {
    try {
      shell.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      shell.getOutputStream().flush();
    } catch (IOException e) {
      // Killed by hand: the group then only outlives this process if that is killed too.
    }
  }
}
