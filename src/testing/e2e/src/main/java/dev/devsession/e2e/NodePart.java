package dev.devsession.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A program of the node that is built here, which a test may kill: the node starts it again. */
public final class NodePart {

  /** What the program that holds the node is called, see {@code src/testing/cluster/settings}. */
  private static final String NODE = "devsession-" + System.getenv().getOrDefault("DEVSESSION_NODE", "node");

  private NodePart() {}

  /**
   * Kills it without warning.
   *
   * @param program such as {@code kube-apiserver}
   */
  public static void kill(String program) {
    var process = ProcessHandle.allProcesses()
        .filter(p -> name(p.pid()).endsWith("/" + program) || name(p.pid()).equals(program))
        .filter(NodePart::isOfNode).findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + program + " runs in a node"));
    process.destroyForcibly();
    process.onExit().join();
  }

  private static boolean isOfNode(ProcessHandle process) {
    return Stream.iterate(process.parent(), Optional::isPresent, p -> p.get().parent())
        .anyMatch(p -> name(p.get().pid()).equals(NODE));
  }

  /** The first word of the command line, as it was given. */
  private static String name(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0", 2)[0];
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
