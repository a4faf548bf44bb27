package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.head;
import static dev.devsession.proxy.http2.FrameEnd.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import io.netty.handler.codec.http2.Http2Error;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a client's connection ends in order. */
@Timeout(60)
class Http2DrainTest {

  private FrameServer original;
  private RoutedPort port;
  private FrameEnd client;

  @BeforeEach
  void start() throws Exception {
    original = new FrameServer();
    port = new RoutedPort(original.port(), null, false);
    client = port.connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    original.close();
    port.close();
  }

  private void requestClose() throws Exception {
    port.onLoop(() -> {
      port.connections.requestClose(System.nanoTime());
      return null;
    });
  }

  private void tick() throws Exception {
    port.onLoop(() -> {
      port.connections.closeIdleAndResetOverdue();
      return null;
    });
  }

  @Test
  void goAwayComesTwiceAndOpenStreamsAreAnswered() throws Exception {
    var stream = client.open(head("GET", "/"), true);
    var atOriginal = original.accept();
    var there = atOriginal.accept();

    requestClose();

    assertThat(client.next(0)).isEqualTo(new Seen.GoAway(Integer.MAX_VALUE, Http2Error.NO_ERROR.code()));
    assertThat(client.next(0)).isEqualTo(new Seen.GoAway(stream.id(), Http2Error.NO_ERROR.code()));
    atOriginal.headers(there, status(200), false);
    atOriginal.data(there, "whole", true);
    assertThat(client.nextHead(stream).get(":status")).isEqualTo("200");
    assertThat(client.text(stream, 5)).isEqualTo("whole");
    assertThat(client.next(0)).isInstanceOf(Seen.Closed.class);
    await().until(() -> port.onLoop(port.connections::count) == 0);
  }

  @Test
  void anIdleConnectionIsClosedAtOnce() throws Exception {
    var stream = client.open(head("GET", "/"), true);
    var atOriginal = original.accept();
    atOriginal.headers(atOriginal.accept(), status(200), true);
    client.nextHead(stream);

    requestClose();

    assertThat(client.next(0)).isInstanceOf(Seen.GoAway.class);
    assertThat(client.next(0)).isInstanceOf(Seen.GoAway.class);
    assertThat(client.next(0)).isInstanceOf(Seen.Closed.class);
    assertThat(atOriginal.next(0)).isInstanceOf(Seen.Closed.class);
  }

  @Test
  void aStreamThatOutlastsTheDrainTimeIsReset() throws Exception {
    client.open(head("GET", "/"), true);
    var atOriginal = original.accept();
    atOriginal.accept();

    requestClose();

    await().until(() -> {
      tick();
      return port.onLoop(port.connections::count) == 0;
    });
    assertThat(atOriginal.next(0)).isInstanceOf(Seen.Closed.class);
  }

  @Test
  void aClientThatReadsNoPingIsClosedWhenIdleAfterTheTimeToWithdraw() throws Exception {
    try (var deaf = Loopback.connect(port.number())) {
      Loopback.send(deaf, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      await().until(() -> port.onLoop(port.connections::count) > 0);

      requestClose();

      await().until(() -> {
        tick();
        return ended(deaf);
      });
    }
  }

  private static boolean ended(Socket socket) throws Exception {
    try {
      return socket.getInputStream().read(new byte[1024]) < 0;
    } catch (SocketException e) {
      return true;
    }
  }
}
