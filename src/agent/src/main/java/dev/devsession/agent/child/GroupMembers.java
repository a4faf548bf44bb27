package dev.devsession.agent.child;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether anything of a process group still runs. */
final class GroupMembers {
  private static final Path PROC = Path.of("/proc");
  private static final String ZOMBIE = "Z";

  private GroupMembers() {}

  /** A zombie, which its parent never asks about, doesn't run any more: containers without an init keep them. */
  static boolean run(int group) {
    return NativeCalls.kill(-group, 0) && !(Files.exists(PROC.resolve("self/stat")) && onlyZombies(group));
  }

  private static boolean onlyZombies(int group) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : processes) {
        if (runs(process, Integer.toString(group))) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean runs(Path process, String group) {
    try {
      var line = Files.readString(process.resolve("stat"));
      // After the name, which may hold anything: state, parent, group (proc_pid_stat(5)).
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      return fields[2].equals(group) && !fields[0].equals(ZOMBIE);
    } catch (IOException e) {
      return false; // it ended
    }
  }
}
