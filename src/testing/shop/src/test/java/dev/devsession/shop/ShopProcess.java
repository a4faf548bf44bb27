package dev.devsession.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The shop as a process of its own, as a developer or a container starts it. */
final class ShopProcess implements AutoCloseable {

  final Process process;

  private final BufferedReader output;

  ShopProcess(Map<String, String> environment, String... args) throws IOException {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), Shop.class.getName()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.start();
    output = process.inputReader();
  }

  /** Waits for the next line of output: once listening, the shop says where. */
  String line() throws IOException {
    return output.readLine();
  }

  URI url() throws IOException {
    return URI.create("http://127.0.0.1:" + line().replaceAll(".* port (\\d+) .*", "$1") + "/");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
