package dev.devsession.conformance;

import dev.devsession.match.RequestRule;
import dev.devsession.match.RuleLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A proxy in a process of its own, run as its image runs it, with a port for each way to each server. */
final class ProxyUnderTest implements AutoCloseable {
  private static final Path JVM_OPTIONS = Path.of("src/proxy/src/main/jib/app/jvm.options");
  private final Map<Way, ServerPorts> ways;
  private final Process process;

  private ProxyUnderTest(Map<Way, ServerPorts> ways, Process process) {
    this.ways = ways;
    this.process = process;
  }

  static ProxyUnderTest start(Path checkout, ServerPorts original, ServerPorts machine)
      throws IOException, InterruptedException {
    return start(checkout, original, machine, 1);
  }

  /** @param sessions of each port, of which the oldest has the way's rule, and the others ask for users of their own */
  static ProxyUnderTest start(Path checkout, ServerPorts original, ServerPorts machine, int sessions)
      throws IOException, InterruptedException {
    var ways = new EnumMap<Way, ServerPorts>(Way.class);
    var routes = new StringBuilder();
    for (var way : Way.values()) {
      var ports = way == Way.BARE ? original : ServerPorts.free();
      ways.put(way, ports);
      if (way != Way.BARE) {
        routes.append(lines(way, ports.http(), original.http(), machine.http(), sessions))
            .append(lines(way, ports.grpc(), original.grpc(), machine.grpc(), sessions))
            .append(lines(way, ports.raw(), original.raw(), machine.raw(), sessions));
      }
    }
    var folder = Files.createTempDirectory("conformance");
    var file = Files.writeString(folder.resolve("routes.properties"), routes);
    int health = FreePorts.next();
    var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + checkout.resolve(JVM_OPTIONS), "-cp", System.getProperty("java.class.path"),
        "dev.devsession.proxy.ProxyMain").redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile());
    builder.environment().putAll(Map.of("DEVSESSION_ROUTES", "" + file, "DEVSESSION_HEALTH_PORT", "" + health));
    var process = builder.start();
    FreePorts.awaitListening(process, health, "the proxy (its log: " + folder.resolve("log") + ")");
    FreePorts.awaitListening(process, ways.get(Way.MIXED).raw(), "the proxy (its log: " + folder.resolve("log") + ")");
    return new ProxyUnderTest(ways, process);
  }

  /** The lines of one port in a routes file. */
  private static String lines(Way way, int port, int original, int machine, int sessions) {
    return "%d=original 127.0.0.1:%d%n".formatted(port, original) + line(port, "ada", machine, way.rule())
        + IntStream.range(1, sessions).mapToObj(i -> line(port, "user-" + i, machine, Way.user("user-" + i)))
            .collect(Collectors.joining());
  }

  private static String line(int port, String session, int machine, RequestRule rule) {
    return "%1$d.%2$s=127.0.0.1:%3$d matching%n%1$d.%2$s.match.1=%4$s%n".formatted(port, session, machine,
        RuleLine.write(rule));
  }

  ServerPorts at(Way way) {
    return ways.get(way);
  }

  Map<Way, ServerPorts> ways() {
    return ways;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
