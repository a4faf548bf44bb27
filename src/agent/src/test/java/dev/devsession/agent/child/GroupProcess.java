package dev.devsession.agent.child;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** In the agent's place: runs a command in a process group until that ends. Arguments: the command. */
final class GroupProcess {
  private GroupProcess() {}

  public static void main(String[] args) throws InterruptedException {
    var group = ProcessGroup.start(Executable.require(args[0]), List.of(args), Map.of(), List.of());
    var code = group.ended().join();
    System.out.println("ended " + code);
    group.end(Duration.ofSeconds(5));
    System.exit(code);
  }

  /** How to start it. */
  static List<String> command() {
    return List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        GroupProcess.class.getName());
  }
}
