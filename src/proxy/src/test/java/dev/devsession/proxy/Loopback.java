package dev.devsession.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Blocking sockets on loopback that give up after 20 s instead of hanging. */
public final class Loopback {

  private static final int TIMEOUT_MILLIS = 20_000;

  private Loopback() {}

  public static ServerSocket listen() throws IOException {
    return listen("127.0.0.1", 0);
  }

  public static ServerSocket listen(String address, int port) throws IOException {
    var server = new ServerSocket(port, 0, InetAddress.getByName(address));
    server.setSoTimeout(TIMEOUT_MILLIS);
    return server;
  }

  public static Socket connect(int port) throws IOException {
    return timed(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  public static Socket accept(ServerSocket server) throws IOException {
    return timed(server.accept());
  }

  /** Whether a process listens there. */
  public static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return true; // accepted, and reset before connect returned: the target refused
    }
  }

  private static Socket timed(Socket socket) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  public static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads exactly as many bytes as the text has. */
  public static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
  }

  /** Closes with RST. */
  public static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
