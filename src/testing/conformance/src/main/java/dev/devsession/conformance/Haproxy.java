package dev.devsession.conformance;

import java.io.IOException;
import java.nio.file.Files;

/** HAProxy with one thread, routing by one header as a session's rule does. */
final class Haproxy implements AutoCloseable {
  private static final String CONFIG = """
      global
        nbthread 1
        maxconn 4000
      defaults
        mode http
        timeout connect 3s
        timeout client 60s
        timeout server 60s
      %s
      """;
  private static final String ROUTE = """
      frontend %1$s
        bind 127.0.0.1:%2$d
        acl ada req.hdr(x-user) -m str ada
        use_backend %1$s-machine if ada
        default_backend %1$s-original
      backend %1$s-original
        server a 127.0.0.1:%3$d%5$s
      backend %1$s-machine
        server a 127.0.0.1:%4$d%5$s
      """;
  final int http1 = FreePorts.next();
  final int http2 = FreePorts.next();
  private final Process process;

  Haproxy(ServerPorts original, ServerPorts machine) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("haproxy");
    var config = Files.writeString(folder.resolve("haproxy.cfg"),
        CONFIG.formatted(ROUTE.formatted("http1", http1, original.http(), machine.http(), "")
            + ROUTE.formatted("http2", http2, original.http(), machine.http(), " proto h2")));
    process = new ProcessBuilder("haproxy", "-db", "-f", config.toString()).redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile()).start();
    FreePorts.awaitListening(process, http2, "HAProxy (its log: " + folder.resolve("log") + ")");
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
