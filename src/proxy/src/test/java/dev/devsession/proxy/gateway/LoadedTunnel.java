package dev.devsession.proxy.gateway;

import dev.devsession.image.ImageProcess;
import dev.devsession.image.Program;
import dev.devsession.image.UnpackedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The image's gateway and an agent's end of the tunnel, each a process with the options that it has in real life. */
final class LoadedTunnel implements AutoCloseable {

  private static final String SESSION = "a-session";
  private static final Path LOG = Path.of("target/gateway-load.log");
  /** As the agent's launcher gives them. */
  private static final Path OPTIONS = Path.of("../agent/jvm.options");

  private final int tunnelPort = ImageProcess.unusedPort();
  private final int callersPort = ImageProcess.unusedPort();
  final ImageProcess gateway;
  final ImageProcess agent;
  private final Process machine;
  private final List<Integer> targets;
  private final List<Integer> forwards = new ArrayList<>();

  /** @param targets ports of this host that connections lead to */
  LoadedTunnel(Path folder, Integer... targets) throws Exception {
    this.targets = List.of(targets);
    var image = UnpackedImage.of(Path.of("target/image.tar"), folder);
    var command = image.entrypoint().stream()
        .map(word -> word.replaceFirst("(?=/(app|jre)/)", image.root().toString())).toList();
    gateway = new Program(command, folder, folder.toString(), LOG).start(List.of("gateway"),
        Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1", "DEVSESSION_SESSION", SESSION, "DEVSESSION_TUNNEL_PORT",
            "" + tunnelPort, "DEVSESSION_PORT",
            "" + callersPort, "DEVSESSION_HEALTH_PORT", "" + ImageProcess.unusedPort(), "DEVSESSION_ALLOW",
            "127.0.0.0/8"));
    gateway.awaitPort(callersPort);
    machine = startMachine();
    agent = new ImageProcess(machine);
    var lines = new BufferedReader(new InputStreamReader(machine.getInputStream(), StandardCharsets.UTF_8));
    for (int i = 0; i < targets.length; i++) {
      forwards.add(Integer.valueOf(lines.readLine()));
    }
  }

  private Process startMachine() throws IOException {
    var line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    line.addAll(
        List.of("@" + OPTIONS, "-cp", System.getProperty("java.class.path"), LoadMachine.class.getName(), SESSION,
            "" + tunnelPort));
    targets.forEach(port -> line.add("127.0.0.1:" + port));
    var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    return builder.start();
  }

  /** Connects like a swap proxy whose route leads to this port of the machine. */
  Socket call(int target) throws IOException {
    return call(target, 0);
  }

  /** @param buffer bytes that the kernel may hold each way; 0 for its own choice */
  Socket call(int target, int buffer) throws IOException {
    var caller = connect(callersPort, buffer);
    caller.getOutputStream().write(new byte[]{(byte) (target >> 8), (byte) target});
    return caller;
  }

  /** Connects like a program on the machine, through the tunnel to the cluster. */
  Socket forward(int target) throws IOException {
    return forward(target, 0);
  }

  /** @param buffer bytes that the kernel may hold each way; 0 for its own choice */
  Socket forward(int target, int buffer) throws IOException {
    return connect(forwards.get(targets.indexOf(target)), buffer);
  }

  private static Socket connect(int port, int buffer) throws IOException {
    var socket = new Socket();
    if (buffer > 0) {
      socket.setReceiveBufferSize(buffer);
      socket.setSendBufferSize(buffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  @Override
  public void close() {
    machine.destroyForcibly();
    gateway.close();
  }
}
