package dev.devsession.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** WebSocket (RFC 6455): what a strict server answers to each case must arrive through the proxy as it was. */
final class WebSocketSuite implements ConformanceSuite {
  private static final int AT_A_TIME = 8;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final String HANDSHAKE = """
      GET /ws HTTP/1.1\r
      Host: shop\r
      Connection: keep-alive, Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      %s\r
      """;

  @Override
  public String name() {
    return "WebSocket";
  }

  @Override
  public String source() {
    return "WebSocket: frames, control frames, fragments, UTF-8, closing, sizes and compression (RFC 6455, 7692)";
  }

  @Override
  public Set<Way> ways() {
    return Set.of(Way.BARE, Way.NEVER, Way.ALWAYS);
  }

  @Override
  public boolean failuresMayDiffer() {
    return false;
  }

  @Override
  public Map<String, String> run(Way way, TestStand stand) throws Exception {
    var outcomes = new ConcurrentHashMap<String, String>();
    var places = new Semaphore(AT_A_TIME);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : WebSocketCases.all(stand.whole())) {
        places.acquire();
        threads.execute(() -> {
          try {
            outcomes.put(each.name(), play(each, stand.at(way)));
          } finally {
            places.release();
          }
        });
      }
    }
    return new TreeMap<>(outcomes);
  }

  /** What the server sent, and how it ended. */
  private static String play(WebSocketCase each, ServerPorts at) {
    try (var socket = new Socket(at.host(), at.http())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      var offer = each.deflate() ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "";
      socket.getOutputStream().write(HANDSHAKE.formatted(offer).getBytes(StandardCharsets.US_ASCII));
      var head = head(socket.getInputStream());
      if (!head.startsWith("HTTP/1.1 101 ")) {
        return head;
      }
      var writer = Thread.ofVirtual().start(() -> write(each, socket));
      var answer = rest(socket.getInputStream());
      writer.interrupt();
      return (head.contains("permessage-deflate") ? "compressed, " : "") + answer;
    } catch (IOException e) {
      return "failed: " + e.getMessage();
    }
  }

  private static void write(WebSocketCase each, Socket socket) {
    var bytes = each.bytes();
    try {
      for (int i = 0; i < bytes.length; i += Math.min(each.piece(), bytes.length)) {
        socket.getOutputStream().write(bytes, i, Math.min(each.piece(), bytes.length - i));
      }
    } catch (IOException e) {
      // The server ended it before all was sent, which what it answers shows.
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    for (int next; !head.toString().endsWith("\r\n\r\n") && (next = in.read()) >= 0;) {
      head.append((char) next);
    }
    return head.toString();
  }

  private static String rest(InputStream in) {
    var block = new byte[64 * 1024];
    long count = 0;
    var digest = sha256();
    var end = "end";
    try {
      for (int read; (read = in.read(block)) >= 0;) {
        digest.update(block, 0, read);
        count += read;
      }
    } catch (IOException e) {
      end = e.getMessage();
    }
    return count + " bytes " + HexFormat.of().formatHex(digest.digest(), 0, 8) + ", " + end;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
