package dev.devsession.tunnel.carrier.portforward;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy for HTTP CONNECT or SOCKS5 that knows one user. Each name leads to this machine. */
final class FakeProxy implements AutoCloseable {

  private interface Greeting {
    /** Where to connect to, as {@code host:port}. */
    String read(DataInputStream in, OutputStream out) throws IOException;
  }

  private final ServerSocket listener;
  /** The targets of its clients. */
  final List<String> targets = new CopyOnWriteArrayList<>();

  private FakeProxy(ServerSocket listener, Greeting greeting) {
    this.listener = listener;
    Thread.startVirtualThread(() -> {
      while (!listener.isClosed()) {
        try {
          Socket client = listener.accept();
          Thread.startVirtualThread(() -> serve(client, greeting));
        } catch (IOException e) {
          return;
        }
      }
    });
  }

  static FakeProxy http(ServerSocket listener, String authorization) {
    return new FakeProxy(listener, (in, out) -> {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
      if (!head.toString().toLowerCase().contains("proxy-authorization: " + authorization.toLowerCase() + "\r\n")) {
        out.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
        throw new IOException("an unknown user");
      }
      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return head.toString().split(" ")[1];
    });
  }

  static FakeProxy socks5(ServerSocket listener) {
    return new FakeProxy(listener, (in, out) -> {
      in.readByte();
      in.readNBytes(in.readUnsignedByte());
      out.write(new byte[]{5, 0});
      in.readNBytes(3);
      String host = switch (in.readUnsignedByte()) {
        case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
        case 3 -> new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
        default -> throw new IOException("an unknown kind of address");
      };
      int port = in.readUnsignedShort();
      out.write(new byte[]{5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
      return host + ":" + port;
    });
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve(Socket client, Greeting greeting) {
    try (client) {
      String target = greeting.read(new DataInputStream(client.getInputStream()), client.getOutputStream());
      targets.add(target);
      int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread back = Thread.startVirtualThread(() -> copy(server, client));
        copy(client, server);
        back.join();
      }
    } catch (IOException | InterruptedException e) {
      // The connection ends, as the test sees at its end.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // As above.
    }
  }
}
