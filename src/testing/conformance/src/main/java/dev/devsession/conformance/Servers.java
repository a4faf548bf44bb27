package dev.devsession.conformance;

import java.io.IOException;

/** One side: the programs that answer there. */
final class Servers implements AutoCloseable {
  final ServerPorts ports;
  final RecordingServer recorder;
  private final Process upstream;

  private Servers(ServerPorts ports, RecordingServer recorder, Process upstream) {
    this.ports = ports;
    this.recorder = recorder;
    this.upstream = upstream;
  }

  static Servers start(String name, SuitePrograms programs) throws IOException, InterruptedException {
    var ports = ServerPorts.free();
    var upstream = programs.start("upstream", name, "127.0.0.1:" + ports.http(), "127.0.0.1:" + ports.grpc());
    FreePorts.awaitListening(upstream, ports.http(), "upstream");
    FreePorts.awaitListening(upstream, ports.grpc(), "upstream");
    return new Servers(ports, new RecordingServer(ports.raw()), upstream);
  }

  @Override
  public void close() throws IOException {
    upstream.destroyForcibly();
    recorder.close();
  }
}
