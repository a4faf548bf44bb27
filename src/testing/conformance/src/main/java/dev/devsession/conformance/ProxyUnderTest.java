package dev.devsession.conformance;

import dev.devsession.match.RuleLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** A proxy in a process of its own, with a port for each way to each server. */
final class ProxyUnderTest implements AutoCloseable {
  private final Map<Way, ServerPorts> ways;
  private final Process process;

  private ProxyUnderTest(Map<Way, ServerPorts> ways, Process process) {
    this.ways = ways;
    this.process = process;
  }

  static ProxyUnderTest start(ServerPorts original, ServerPorts machine) throws IOException, InterruptedException {
    var ways = new EnumMap<Way, ServerPorts>(Way.class);
    var routes = new StringBuilder();
    for (var way : Way.values()) {
      var ports = way == Way.BARE ? original : ServerPorts.free();
      ways.put(way, ports);
      if (way != Way.BARE) {
        routes.append(lines(way, ports.http(), original.http(), machine.http()))
            .append(lines(way, ports.grpc(), original.grpc(), machine.grpc()))
            .append(lines(way, ports.raw(), original.raw(), machine.raw()));
      }
    }
    var folder = Files.createTempDirectory("conformance");
    var file = Files.writeString(folder.resolve("routes.properties"), routes);
    int health = FreePorts.next();
    var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
        "-cp", System.getProperty("java.class.path"), "dev.devsession.proxy.ProxyMain").redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile());
    builder.environment().putAll(Map.of("DEVSESSION_ROUTES", "" + file, "DEVSESSION_HEALTH_PORT", "" + health));
    var process = builder.start();
    FreePorts.awaitListening(process, health, "the proxy (its log: " + folder.resolve("log") + ")");
    FreePorts.awaitListening(process, ways.get(Way.MIXED).raw(), "the proxy (its log: " + folder.resolve("log") + ")");
    return new ProxyUnderTest(ways, process);
  }

  /** The lines of one port in a routes file. */
  private static String lines(Way way, int port, int original, int machine) {
    return """
        %1$d=original 127.0.0.1:%2$d
        %1$d.ada=127.0.0.1:%3$d matching
        %1$d.ada.match.1=%4$s
        """.formatted(port, original, machine, RuleLine.write(way.rule()));
  }

  ServerPorts at(Way way) {
    return ways.get(way);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
