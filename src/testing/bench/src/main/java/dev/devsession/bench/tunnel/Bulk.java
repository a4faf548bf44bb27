package dev.devsession.bench.tunnel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Bulk transfers over one or several connections, to {@link HttpTarget} or from it.
 *
 * @param bytes of each stream
 */
record Bulk(HostAndPort at, boolean up, int streams, long bytes) {

  /** Transfers all bytes, and returns bits per second. */
  double carry() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      Callable<Void> stream = up ? this::put : this::get;
      for (var done : threads.invokeAll(IntStream.range(0, streams).mapToObj(i -> stream).toList())) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a transfer of " + bytes + " bytes through " + at + " broke off: " + e.getCause(), e);
    }
    return bytes * 8.0 * streams / ((System.nanoTime() - begin) / 1e9);
  }

  private Void put() throws IOException {
    try (var socket = SocketChannel.open(at.address())) {
      send(socket, "PUT / HTTP/1.1\r\nHost: target\r\nContent-Length: " + bytes + "\r\n\r\n");
      var buffer = buffer();
      for (long left = bytes; left > 0;) {
        left -= socket.write(buffer.clear().limit((int) Math.min(left, buffer.capacity())));
      }
      read(socket, buffer);
    }
    return null;
  }

  private Void get() throws IOException {
    try (var socket = SocketChannel.open(at.address())) {
      send(socket, "GET /" + bytes + " HTTP/1.1\r\nHost: target\r\n\r\n");
      var buffer = buffer();
      var head = "HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n";
      for (long left = head.length() + bytes; left > 0;) {
        left -= read(socket, buffer);
      }
    }
    return null;
  }

  private static void send(SocketChannel socket, String head) throws IOException {
    var bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  private static int read(SocketChannel socket, ByteBuffer buffer) throws IOException {
    int got = socket.read(buffer.clear());
    if (got < 0) {
      throw new EOFException("the connection ended before the answer did");
    }
    return got;
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(256 * 1024);
  }
}
