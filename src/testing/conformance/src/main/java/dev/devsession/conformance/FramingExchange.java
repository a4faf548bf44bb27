package dev.devsession.conformance;

import dev.devsession.conformance.FramingPart.Expected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;

/**
 * What came of the bytes of a case.
 *
 * @param answered the client's bytes
 * @param ended whether the client's connection ended
 * @param original what the original got, connection by connection; machine the same
 */
record FramingExchange(byte[] answered, boolean ended, List<byte[]> original, List<byte[]> machine) {
  private static final int PATIENCE_MILLIS = 2000;

  /** How the client's bytes are sent. */
  enum Pieces {
    /** In one write. */
    WHOLE,
    /** In writes of a few bytes. */
    SMALL
  }

  static FramingExchange play(FramingCase all, Way way, ServerPorts at, RecordingServer original,
      RecordingServer machine, Pieces pieces)
      throws IOException, InterruptedException {
    original.play(FramingScript.of(all, way, false));
    machine.play(FramingScript.of(all, way, true));
    var sent = new ByteArrayOutputStream();
    all.parts().forEach(part -> sent.writeBytes(part.sent()));
    var got = new ByteArrayOutputStream();
    boolean ended;
    try (var socket = new Socket(at.host(), at.raw())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      send(socket, sent.toByteArray(), pieces);
      var answered = all.parts().stream().takeWhile(FramingPart::mayBeAnswered).toList();
      boolean passed = answered.size() == all.parts().size();
      if (all.parts().getLast().expected().equals(List.of(Expected.CUT))) {
        socket.shutdownOutput();
      }
      int bytes = answered.stream().mapToInt(part -> part.answer().length).sum();
      ended = read(socket.getInputStream(), got, passed ? bytes : Integer.MAX_VALUE);
      if (!ended) {
        socket.shutdownOutput();
        ended = read(socket.getInputStream(), got, Integer.MAX_VALUE);
      }
    }
    return new FramingExchange(got.toByteArray(), ended, original.received(), machine.received());
  }

  private static void send(Socket socket, byte[] bytes, Pieces pieces) {
    int size = pieces == Pieces.WHOLE ? bytes.length : Math.max(3, bytes.length / 200);
    try {
      for (int i = 0; i < bytes.length; i += size) {
        socket.getOutputStream().write(bytes, i, Math.min(size, bytes.length - i));
      }
    } catch (IOException e) {
      // It was cut meanwhile, which what is read shows.
    }
  }

  /** Reads until so many bytes have come in all; returns whether the connection ended before. */
  private static boolean read(InputStream in, ByteArrayOutputStream got, int bytes) {
    var block = new byte[64 * 1024];
    try {
      while (got.size() < bytes) {
        int read = in.read(block);
        if (read < 0) {
          return true;
        }
        got.write(block, 0, read);
      }
      return false;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
