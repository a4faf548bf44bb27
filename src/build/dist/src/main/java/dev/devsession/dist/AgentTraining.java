package dev.devsession.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the agent of an archive before it is packed: to train its AOT cache, and to have it print its completion.
 *
 * @param folder the archive's content
 */
record AgentTraining(Path folder) {

  /** More heap than the agent has, for the training alone. */
  private static final String HEAP = "-Xmx512m";

  /** In the folder. */
  static final String CACHE = "agent/devsession.aot";

  /** Leaves the cache in the folder. The files must have the times that they will have when unpacked. */
  void train() throws IOException, InterruptedException {
    var cache = folder.resolve(CACHE).toString();
    java(List.of(HEAP, "-XX:AOTCacheOutput=" + cache), "rehearse");
    Files.deleteIfExists(Path.of(cache + ".config"));
    // Only the rehearsal needs it, for a certificate.
    Files.delete(folder.resolve("runtime/bin/keytool"));
    // A cache whose objects don't fit into the agent's heap would end each command.
    java(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache), "version", "--client");
  }

  /** Writes completion/bash and completion/zsh. */
  static void complete(Path trained, Path folder) throws IOException, InterruptedException {
    for (String shell : List.of("bash", "zsh")) {
      var to = Files.createDirectories(folder.resolve("completion")).resolve(shell);
      Files.writeString(to, new AgentTraining(trained).java(List.of(), "completion", shell));
    }
  }

  private String java(List<String> options, String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(folder.resolve("runtime/bin/java").toString(),
        "@" + folder.resolve("agent/jvm.options")));
    command.addAll(options);
    command.addAll(List.of("-jar", folder.resolve("agent/devsession.jar").toString()));
    command.addAll(List.of(words));
    var log = folder.resolveSibling("training.log").toFile();
    return HostProgram.output(command, ProcessBuilder.Redirect.appendTo(log));
  }
}
