package dev.devsession.proxy.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file descriptors and threads of this process. */
record OpenResources(long descriptors, long threads) {

  static OpenResources now() throws IOException {
    return new OpenResources(count(Path.of("/proc/self/fd")), Thread.getAllStackTraces().size());
  }

  private static long count(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.count();
    }
  }
}
