package dev.devsession.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** Answers each request that Netty's decoder finds, and records what has come, in the order of all servers. */
final class RecordingServer {

  /** Bytes that a server has received. */
  record Received(String server, String bytes) {}

  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String ANSWER_TO_HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

  private final String name;
  private final Queue<Received> received;

  private RecordingServer(String name, Queue<Received> received) {
    this.name = name;
    this.received = received;
  }

  /** Serves until the socket is closed. */
  static void start(String name, ServerSocket socket, Queue<Received> received) {
    var server = new RecordingServer(name, received);
    Thread.ofVirtual().start(() -> {
      while (!socket.isClosed()) {
        try {
          var connection = socket.accept();
          Thread.ofVirtual().start(() -> server.serve(connection));
        } catch (IOException e) {
          // No client came for a while, or the socket was closed.
        }
      }
    });
  }

  private void serve(Socket connection) {
    var decoder = new EmbeddedChannel(new HttpRequestDecoder());
    var buffer = new byte[8192];
    try (connection) {
      var method = "";
      for (int n = connection.getInputStream().read(buffer); n >= 0; n = connection.getInputStream().read(buffer)) {
        received.add(new Received(name, new String(buffer, 0, n, StandardCharsets.ISO_8859_1)));
        decoder.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(buffer, n)));
        for (Object part = decoder.readInbound(); part != null; part = decoder.readInbound()) {
          method = part instanceof HttpRequest request ? request.method().name() : method;
          boolean last = part instanceof LastHttpContent;
          ReferenceCountUtil.release(part);
          if (last) {
            Loopback.send(connection, method.equals("HEAD") ? ANSWER_TO_HEAD : ANSWER);
          }
        }
      }
    } catch (IOException e) {
      // The proxy has reset it.
    } finally {
      decoder.finishAndReleaseAll();
    }
  }

  static String joined(List<Received> all) {
    return String.join("", all.stream().map(Received::bytes).toList());
  }
}
