package dev.devsession.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints the environment of a container's first process. Images have no program for that, but a Java runtime. */
final class FirstProcess {
  private FirstProcess() {}

  public static void main(String[] args) throws IOException {
    System.out.write(Files.readAllBytes(Path.of("/proc/1/environ")));
    System.out.flush();
  }
}
