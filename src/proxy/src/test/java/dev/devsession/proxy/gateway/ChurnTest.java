package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.gateway.BothEnds.Direction;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of short connections, in sequence and in parallel. */
@Timeout(180)
class ChurnTest {

  private static final int CLIENTS = 8;
  private static final int EACH = 1250;

  @Test
  void tenThousandShortConnectionsLeaveNothingOpen() throws Exception {
    try (var ends = new BothEnds();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var server = Loopback.listen()) {
      threads.submit(() -> echoAll(server));
      exchange(ends, server, new SplittableRandom(0));
      exchange(ends, server, new SplittableRandom(1));
      var before = OpenResources.now();

      var clients = threads.invokeAll(
          IntStream.range(0, CLIENTS).<Callable<Void>>mapToObj(client -> () -> runClient(ends, server, client))
              .toList());
      for (var client : clients) {
        client.get();
      }

      await().untilAsserted(() -> {
        assertThat(ends.streams()).isZero();
        assertThat(OpenResources.now().descriptors()).isLessThanOrEqualTo(before.descriptors() + CLIENTS);
      });
      assertThat(ends.reverse.closed().isDone()).isFalse();
      assertThat(ends.forward.closed().isDone()).isFalse();
    }
  }

  private static Void runClient(BothEnds ends, ServerSocket server, int client) throws Exception {
    var random = new SplittableRandom(client);
    for (int i = 0; i < EACH; i++) {
      exchange(ends, server, random);
    }
    return null;
  }

  /** Two of three end in order, the others are reset, half of them in the middle. */
  private static void exchange(BothEnds ends, ServerSocket server, SplittableRandom random) throws Exception {
    var direction = random.nextBoolean() ? Direction.TO_THE_MACHINE : Direction.TO_THE_CLUSTER;
    try (var client = ends.connect(direction, server)) {
      client.setSoTimeout(20_000);
      var question = new byte[random.nextInt(1, 20_000)];
      random.nextBytes(question);
      client.getOutputStream().write(question);
      int end = random.nextInt(6);
      if (end == 0) {
        Loopback.reset(client);
      } else if (end == 1) {
        assertThat(client.getInputStream().readNBytes(question.length / 2)).isEqualTo(firstHalf(question));
        Loopback.reset(client);
      } else {
        client.shutdownOutput();
        assertThat(client.getInputStream().readAllBytes()).isEqualTo(question);
      }
    }
  }

  private static byte[] firstHalf(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static Void echoAll(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        var accepted = Loopback.accept(server);
        Thread.ofVirtual().start(() -> echo(accepted));
      } catch (IOException e) {
        // Closed, or reset before it was accepted.
      }
    }
    return null;
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // Reset by the client, as some are.
    }
  }
}
