package dev.devsession.hollow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The programs of the control plane, which the checkout's {@code src/testing/cluster/build} makes and keeps. */
final class Programs {
  /** Top folder of the checkout; the system property {@code devsession.root}, or else the current folder. */
  static final Path ROOT = Path.of(System.getProperty("devsession.root", ".")).toAbsolutePath().normalize();
  private static final Path CLUSTER = ROOT.resolve("src/testing/cluster");

  private Programs() {}

  /**
   * Builds what isn't there yet, which takes minutes the first time.
   *
   * @return the folder with the programs
   */
  static Path folder() {
    var printed = run(ROOT, CLUSTER.resolve("build").toString(), "etcd", "kube-apiserver", "kube-controller-manager",
        "kubectl");
    return Path.of(printed.strip().lines().reduce((a, b) -> b).orElseThrow());
  }

  /** Makes throw-away certificates for a control plane on 127.0.0.1, in {@code pki} in the folder. */
  static void certificates(Path folder) {
    run(folder, CLUSTER.resolve("node/pki").toString(), "127.0.0.1");
  }

  /** @return what the command printed */
  private static String run(Path folder, String... command) {
    try {
      var process = new ProcessBuilder(command).directory(folder.toFile())
          .redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      var out = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue());
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
