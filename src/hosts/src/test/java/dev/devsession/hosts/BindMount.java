package dev.devsession.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** One file mounted over another, as container engines do with the hosts file; needs root. */
record BindMount(Path mountPoint) implements AutoCloseable {

  static BindMount of(Path file, Path mountPoint) throws IOException {
    run("mount", "--bind", file.toString(), mountPoint.toString());
    return new BindMount(mountPoint);
  }

  @Override
  public void close() throws IOException {
    run("umount", mountPoint.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.onExit().join().exitValue()).as(output).isZero();
  }
}
