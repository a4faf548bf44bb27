package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.gateway.BothEnds.Direction;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that don't read. */
@Timeout(120)
class StallTest {

  private static final int STALLED = 200;
  private static final int EXCHANGES = 200;

  /** The most that both ends may hold together; a gateway has 48 MiB. */
  private static final long MAX_BYTES = 2 * (48L << 20);

  private final AtomicLong written = new AtomicLong();

  @AfterEach
  void recordLeaksAgain() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  @ParameterizedTest
  @EnumSource
  void twoHundredStalledConnectionsHoldLittleMemoryAndDelayNoOther(Direction direction) throws Exception {
    var sockets = new ArrayList<Socket>();
    try (var ends = new BothEnds(); var stalledServer = Loopback.listen(); var server = Loopback.listen()) {
      // Records of every small buffer take ten times as long as the buffers.
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
      stalledServer.setReceiveBufferSize(16 * 1024);
      try (var client = ends.connect(direction, server); var target = Loopback.accept(server)) {
        exchange(client, target, EXCHANGES);
        var alone = exchange(client, target, EXCHANGES);
        for (int i = 0; i < STALLED; i++) {
          sockets.addAll(stall(ends, direction, stalledServer));
        }
        awaitStandstill();
        var withStalled = exchange(client, target, EXCHANGES);

        assertThat(directBytes()).as("bytes held for stalled connections").isBetween(STALLED * 32 * 1024L, MAX_BYTES);
        assertThat(withStalled).as("%s exchanges; alone they took %s", EXCHANGES, alone)
            .isLessThan(alone.multipliedBy(3).plusMillis(500));
      }
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  /** Opens a connection that is written to until all buffers are full, and never read from. */
  private List<Socket> stall(BothEnds ends, Direction direction, ServerSocket stalledServer) throws Exception {
    var client = ends.connect(direction, stalledServer);
    var target = Loopback.accept(stalledServer);
    Thread.ofVirtual().start(() -> {
      var piece = new byte[64 * 1024];
      try {
        while (true) {
          client.getOutputStream().write(piece);
          written.incrementAndGet();
        }
      } catch (IOException e) {
        // The test is over.
      }
    });
    return List.of(client, target);
  }

  private void awaitStandstill() {
    var before = new AtomicLong(-1);
    await().pollInterval(Duration.ofSeconds(1)).atMost(Duration.ofMinutes(1))
        .until(() -> before.getAndSet(written.get()) == written.get());
  }

  private static Duration exchange(Socket client, Socket target, int times) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      Loopback.send(client, "ping");
      assertThat(Loopback.read(target, 4)).isEqualTo("ping");
      Loopback.send(target, "pong");
      assertThat(Loopback.read(client, 4)).isEqualTo("pong");
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static long directBytes() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }
}
