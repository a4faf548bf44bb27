package dev.devsession.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the agent of an archive before it is packed: to train its AOT cache, and to have it print its completion.
 *
 * @param folder the archive's content
 * @param runner what runs its Java here
 */
record AgentTraining(Path folder, JavaRunner runner) {

  /** More heap than the agent has, for the training alone. */
  private static final String HEAP = "-Xmx512m";

  /** Without the program of its own that Java starts others with, which an emulator can't start. */
  private static final String PLAIN_START = "-Djdk.lang.Process.launchMechanism=FORK";

  /** In the folder. */
  static final String CACHE = "agent/devsession.aot";

  /**
   * Leaves the cache in the folder. The files must have the times that they will have when unpacked. In two steps: the
   * one step of JDK 25 (JEP 514) starts a second Java itself, which an emulator can't.
   */
  void train() throws IOException, InterruptedException {
    var recorded = "-XX:AOTConfiguration=" + folder.resolveSibling(folder.getFileName() + ".aotconf");
    var cache = "-XX:AOTCache=" + folder.resolve(CACHE);
    var keytool = lendKeytool();
    java(List.of(HEAP, PLAIN_START, "-XX:AOTMode=record", recorded), "rehearse");
    Files.delete(keytool);
    java(List.of(HEAP, "-XX:AOTMode=create", recorded, cache));
    // A cache whose objects don't fit into the agent's heap would end each command.
    java(List.of("-XX:AOTMode=on", cache), "version", "--client");
  }

  /** The rehearsal needs a certificate: the building JDK's keytool makes it, in the place of the runtime's. */
  private Path lendKeytool() throws IOException {
    var keytool = folder.resolve("runtime/bin/keytool");
    Files.deleteIfExists(keytool);
    Files.writeString(keytool, "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin/keytool")
        + "' \"$@\"\n");
    return Files.setPosixFilePermissions(keytool, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Writes completion/bash and completion/zsh. */
  static void complete(Path trained, Path folder) throws IOException, InterruptedException {
    for (String shell : List.of("bash", "zsh")) {
      var to = Files.createDirectories(folder.resolve("completion")).resolve(shell);
      Files.writeString(to, new AgentTraining(trained, JavaRunner.OWN).java(List.of(), "completion", shell));
    }
  }

  private String java(List<String> options, String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(runner.words());
    command.add(folder.resolve("runtime/bin/java").toString());
    command.add("@" + folder.resolve("agent/jvm.options"));
    command.addAll(options);
    command.addAll(List.of("-jar", folder.resolve("agent/devsession.jar").toString()));
    command.addAll(List.of(words));
    var log = folder.resolveSibling("training.log").toFile();
    return HostProgram.output(command, ProcessBuilder.Redirect.appendTo(log));
  }
}
