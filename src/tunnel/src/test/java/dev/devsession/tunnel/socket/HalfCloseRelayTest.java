package dev.devsession.tunnel.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two joined sockets, and the far end of each. */
@Timeout(60)
class HalfCloseRelayTest {

  /** The high water mark, a read, and what the last read before the mark may have added to it. */
  private static final long MOST_HELD = 3 * 32 * 1024;

  /** The state of the direction from the target to the client. */
  private enum OtherDirection {
    OPEN,
    ENDED
  }

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final AtomicInteger closed = new AtomicInteger();
  private SocketChannel clientChannel;
  private SocketChannel targetChannel;
  private Socket client;
  private Socket target;

  @BeforeEach
  void connect() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      clientChannel = connect(server);
      client = accept(server);
      targetChannel = connect(server);
      target = accept(server);
    }
  }

  private SocketChannel connect(ServerSocket server) {
    var bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class)
        .handler(new ChannelInboundHandlerAdapter());
    SocketOptions.forEach(bootstrap::option);
    return (SocketChannel) bootstrap.option(ChannelOption.ALLOCATOR, allocator)
        .connect(server.getLocalSocketAddress()).syncUninterruptibly().channel();
  }

  private static Socket accept(ServerSocket server) throws IOException {
    var socket = server.accept();
    socket.setSoTimeout(20_000);
    return socket;
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    target.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    assertThat(heldBytes()).as("bytes that were not released").isZero();
  }

  private HalfCloseRelay join() throws Exception {
    return loop.submit(() -> {
      var relay = new HalfCloseRelay(clientChannel, targetChannel, new HalfCloseRelay.Traffic() {
        @Override
        public void relayClosed() {
          closed.incrementAndGet();
        }
      });
      relay.start();
      return relay;
    }).get();
  }

  @Test
  void eachDirectionEndsByItself() throws Exception {
    join();
    client.getOutputStream().write("question".getBytes());
    client.shutdownOutput();

    assertThat(new String(target.getInputStream().readAllBytes())).isEqualTo("question");
    assertThat(closed).hasValue(0);

    target.getOutputStream().write("answer".getBytes());
    target.shutdownOutput();
    assertThat(new String(client.getInputStream().readAllBytes())).isEqualTo("answer");
    await().untilAsserted(() -> assertThat(closed).hasValue(1));
  }

  @ParameterizedTest
  @EnumSource
  void stalledReaderPausesTheWriter(OtherDirection other) throws Exception {
    join();
    if (other == OtherDirection.ENDED) {
      target.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    fill(client);

    assertThat(heldBytes()).isBetween(1L, MOST_HELD);
  }

  @Test
  void twoStalledReadersPauseBothWriters() throws Exception {
    join();
    fill(client);
    fill(target);

    assertThat(heldBytes()).isBetween(1L, 2 * MOST_HELD);
  }

  @Test
  void resetIsPassedOnAndDropsBufferedBytes() throws Exception {
    join();
    var writer = fill(client);
    target.setSoLinger(true, 0);
    target.close();

    assertThat(writer.join(Duration.ofSeconds(20))).as("the writer was reset").isTrue();
    await().untilAsserted(() -> assertThat(heldBytes()).isZero());
    assertThat(closed).hasValue(1);
  }

  @Test
  void socketThatClosedBeforeTheJoinResetsTheOther() throws Exception {
    targetChannel.close().sync();
    join();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
    assertThat(closed).hasValue(1);
  }

  @Test
  void finishSendsFinBothWaysAndStillReads() throws Exception {
    var relay = join();
    loop.submit(relay::finish).sync();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertThat(target.getInputStream().read()).isEqualTo(-1);

    client.getOutputStream().write('x');
    client.close();
    target.shutdownOutput();
    await().untilAsserted(() -> assertThat(closed).hasValue(1));
  }

  /** Writes until no more bytes are accepted; returns the writer, which is blocked then. */
  private static Thread fill(Socket socket) {
    var written = new AtomicLong();
    var writer = Thread.ofVirtual().start(() -> {
      var piece = new byte[64 * 1024];
      try {
        while (true) {
          socket.getOutputStream().write(piece);
          written.incrementAndGet();
        }
      } catch (IOException e) {
        // The connection was reset.
      }
    });
    var before = new AtomicLong();
    await().pollInterval(Duration.ofMillis(300)).until(() -> {
      long now = written.get();
      return now > 0 && before.getAndSet(now) == now;
    });
    return writer;
  }

  private long heldBytes() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }
}
