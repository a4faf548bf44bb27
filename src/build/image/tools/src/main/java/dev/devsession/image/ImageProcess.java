package dev.devsession.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A running program of an image. Closing it kills the processes that are left. */
public final class ImageProcess implements AutoCloseable {

  private final Process process;

  public ImageProcess(Process process) {
    this.process = process;
  }

  /** A TCP port that is free at the moment, for a program to listen on. */
  public static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Waits until the program accepts connections on a port of the loopback address; fails when it ends before that. */
  public void awaitPort(int port) throws InterruptedException {
    while (!accepts(port)) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the program ended with exit code " + process.exitValue() + " before it listened on port " + port);
      }
    }
  }

  /** The program's resident memory now, in bytes (Linux). */
  public long residentBytes() throws IOException {
    return status("VmRSS:");
  }

  /** The most resident memory that the program ever had, in bytes (Linux). */
  public long mostResidentBytes() throws IOException {
    return status("VmHWM:");
  }

  private long status(String key) throws IOException {
    var status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
    var line = status.stream().filter(l -> l.startsWith(key)).findFirst().orElseThrow();
    return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** Sends SIGTERM and returns the exit code: {@code 128 + 15} unless the program has one of its own. */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the program didn't leave within 1 min of SIGTERM");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
