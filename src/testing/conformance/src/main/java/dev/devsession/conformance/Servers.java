package dev.devsession.conformance;

import java.io.IOException;
import java.util.Map;

/** One side: the programs that answer there. */
public final class Servers implements AutoCloseable {
  public final ServerPorts ports;
  public final RecordingServer recorder;
  private final Process upstream;

  private Servers(ServerPorts ports, RecordingServer recorder, Process upstream) {
    this.ports = ports;
    this.recorder = recorder;
    this.upstream = upstream;
  }

  static Servers start(String name, SuitePrograms programs) throws IOException, InterruptedException {
    return start(name, programs, ServerPorts.LOOPBACK, Map.of());
  }

  /**
   * @param host an address of this machine, at which they listen
   * @param environment more variables of the program {@code upstream}
   */
  public static Servers start(String name, SuitePrograms programs, String host, Map<String, String> environment)
      throws IOException, InterruptedException {
    var ports = ServerPorts.free(host);
    var upstream = programs.start(environment, "upstream", name, host + ":" + ports.http(), host + ":" + ports.grpc());
    FreePorts.awaitListening(upstream, host, ports.http(), "upstream");
    FreePorts.awaitListening(upstream, host, ports.grpc(), "upstream");
    return new Servers(ports, new RecordingServer(host, ports.raw()), upstream);
  }

  @Override
  public void close() throws IOException {
    upstream.destroyForcibly();
    recorder.close();
  }
}
