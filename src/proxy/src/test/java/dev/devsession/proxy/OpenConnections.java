package dev.devsession.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** TCP connections from or to some ports of this host that a process still holds, from {@code /proc/self/net}. */
final class OpenConnections {

  private static final String LISTENING = "0A";

  private OpenConnections() {}

  static long of(Set<Integer> ports) {
    return Stream.of("tcp", "tcp6").flatMap(table -> lines(Path.of("/proc/self/net", table)).stream().skip(1))
        .map(line -> line.strip().split("\\s+"))
        .filter(field -> ports.contains(port(field[1])) || ports.contains(port(field[2])))
        .filter(field -> !field[3].equals(LISTENING) && !field[9].equals("0")) // no process holds it
        .count();
  }

  /** From {@code ADDRESS:PORT}, both in hexadecimal. */
  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
