package dev.devsession.localnet.privileged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes loopback addresses other than 127.0.0.1 usable. Linux has all of 127.0.0.0/8 from the start; macOS needs each
 * as an alias of lo0 (ifconfig(8)).
 */
final class LoopbackAliases {

  /** Whether this system needs them. */
  static final boolean NEEDED = System.getProperty("os.name").startsWith("Mac");

  private final String ifconfig;

  /** @param ifconfig the program */
  LoopbackAliases(String ifconfig) {
    this.ifconfig = ifconfig;
  }

  void add(String address) {
    run(List.of(ifconfig, "lo0", "alias", address, "netmask", "255.255.255.255"));
  }

  void remove(String address) {
    run(List.of(ifconfig, "lo0", "-alias", address));
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + PrintableText.printable(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command) + " was interrupted", e);
    }
  }
}
