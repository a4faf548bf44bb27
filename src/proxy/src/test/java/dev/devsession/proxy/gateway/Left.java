package dev.devsession.proxy.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds of the system. */
record Left(long descriptors, long threads) {

  static Left now() throws IOException {
    return new Left(count(Path.of("/proc/self/fd")), Thread.getAllStackTraces().size());
  }

  private static long count(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.count();
    }
  }
}
