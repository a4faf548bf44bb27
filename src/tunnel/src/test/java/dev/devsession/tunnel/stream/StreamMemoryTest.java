package dev.devsession.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.tunnel.socket.SocketOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream never holds more than its share of memory, whatever the other end and the socket do. */
@Timeout(60)
class StreamMemoryTest {

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final int STREAM = 1;
  /** The memory of the tunnel's own socket for its small reads and writes, whatever it carries. */
  private static final long CONNECTION = 160 * KIB;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final MockTicker clock = Ticker.newMockTicker();
  /** Its clock does not advance, so a peer that answers no PING stays connected. */
  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()) {
    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... arguments) {
      return new SingleThreadIoEventLoop(this, executor, handlers) {
        @Override
        public Ticker ticker() {
          return clock;
        }
      };
    }
  };
  private final EventLoop loop = group.next();
  private final CompletableFuture<Promise<SocketChannel>> dialRequested = new CompletableFuture<>();
  private final CompletableFuture<TunnelHttp2Handler> accepted = new CompletableFuture<>();
  private ServerSocket server;
  private int port;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setReceiveBufferSize(16 * KIB);
    var listening = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.ALLOCATOR, allocator).childOption(ChannelOption.SO_SNDBUF, 16 * KIB)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(16 * KIB).maxMessagesPerRead(1))
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            channel.eventLoop().execute(() -> {
              var http2 = TunnelHttp2Handler.acceptingStreams((authority, on) -> dialing(), Duration.ZERO);
              channel.pipeline().addLast(http2);
              accepted.complete(http2);
            });
          }
        }).bind(InetAddress.getLoopbackAddress(), 0).syncUninterruptibly().channel();
    port = ((InetSocketAddress) listening.localAddress()).getPort();
  }

  private Future<SocketChannel> dialing() {
    Promise<SocketChannel> dialed = loop.newPromise();
    dialRequested.complete(dialed);
    return dialed;
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    var ended = group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    await().pollInterval(Duration.ofMillis(5)).until(() -> {
      clock.advance(1, TimeUnit.SECONDS);
      return ended.isDone();
    });
    assertThat(heldBytes()).as("bytes that were not released").isZero();
  }

  @Test
  void bytesOfOneWindowWaitForASocketThatIsStillConnecting() throws Exception {
    try (var peer = new RudePeer(port, 0)) {
      peer.openStream(STREAM);
      peer.sendData(STREAM, Windows.FIRST);
      var dialed = dialRequested.get();

      await().until(() -> heldBytes() >= Windows.FIRST);
      assertThat(heldBytes()).isLessThan(Windows.FIRST + CONNECTION);

      try (var target = connect(dialed)) {
        assertThat(target.getInputStream().readNBytes(Windows.FIRST)).hasSize(Windows.FIRST);
      }
    }
  }

  @Test
  void bytesBeyondTheWindowResetTheStreamWhileItsSocketConnects() throws Exception {
    try (var peer = new RudePeer(port, 0)) {
      peer.openStream(STREAM);
      assertFloodIsReset(peer, Windows.FIRST);
    }
  }

  @Test
  void bytesBeyondTheWindowResetTheStreamOfAStalledSocket() throws Exception {
    try (var peer = new RudePeer(port, 0)) {
      peer.openStream(STREAM);
      try (var target = connect(dialRequested.get())) {
        assertFloodIsReset(peer, Windows.LARGEST);
        assertReset(target);
      }
    }
  }

  @Test
  void bytesBeyondTheWindowResetTheStreamOfAHalfClosedSocket() throws Exception {
    try (var peer = new RudePeer(port, 0)) {
      peer.openStream(STREAM);
      try (var target = connect(dialRequested.get())) {
        target.shutdownOutput();
        peer.awaitEnd(STREAM);

        assertFloodIsReset(peer, Windows.LARGEST);
        assertReset(target);
      }
    }
  }

  @Test
  void bytesAfterEndStreamResetTheStream() throws Exception {
    try (var peer = new RudePeer(port, 0)) {
      peer.openStream(STREAM);
      peer.endStream(STREAM);
      var most = flood(peer);

      assertThat(peer.awaitReset(STREAM)).isEqualTo(RudePeer.STREAM_CLOSED);
      assertThat(most).isLessThan(CONNECTION);
    }
  }

  @Test
  void bytesForAClosingTunnelAreDropped() throws Exception {
    try (var peer = new RudePeer(port, 0)) {
      peer.openStream(STREAM);
      dialRequested.get();
      loop.submit(() -> accepted.join().close("the test says so")).sync();

      assertThat(flood(peer)).isLessThan(CONNECTION);
    }
  }

  @Test
  void closedWindowPausesTheSocket() throws Exception {
    try (var peer = new RudePeer(port, 0)) {
      peer.openStream(STREAM);
      try (var target = connect(dialRequested.get())) {
        assertThat(heldAtStandstill(target)).isBetween(64L * KIB, 96 * KIB + CONNECTION);
      }
    }
  }

  /** HTTP/2 windows permit the bytes, but the peer does not read them. */
  @Test
  void unreadTunnelPausesTheSocket() throws Exception {
    try (var peer = new RudePeer(port, Integer.MAX_VALUE)) {
      peer.openStream(STREAM);
      try (var target = connect(dialRequested.get())) {
        assertThat(heldAtStandstill(target)).isLessThan(288 * KIB + CONNECTION);
      }
    }
  }

  /** Each read occupies several hundred bytes of the heap until it is sent. */
  @Test
  void closedWindowPausesASocketThatSendsSingleBytes() throws Exception {
    try (var peer = new RudePeer(port, 0)) {
      peer.openStream(STREAM);
      try (var target = connect(dialRequested.get())) {
        target.setTcpNoDelay(true);
        int reads = 0;
        for (long before = -1; before != heldBytes() && reads < 1000; reads++) {
          before = heldBytes();
          target.getOutputStream().write(1);
          awaitChange(before);
        }

        assertThat(reads).isBetween(2, 200);
      }
    }
  }

  @Test
  void peerThatPingsAndReadsNoAnswersIsDisconnected() throws Exception {
    var most = new AtomicLong();
    try (var peer = new RudePeer(port, 0)) {
      assertThatThrownBy(() -> {
        for (int i = 0; i < MIB; i++) {
          peer.sendPing();
          most.accumulateAndGet(heldBytes(), Math::max);
        }
      }).isInstanceOf(IOException.class);
    }

    assertThat(most.get()).isLessThan(MIB);
    assertThat(accepted.get().closed().get()).contains("control frames");
  }

  /** @param window the largest that the stream may have: what the kernel takes for a socket opens it wider */
  private void assertFloodIsReset(RudePeer peer, int window) throws IOException {
    long most = flood(peer);
    assertThat(peer.awaitReset(STREAM)).isEqualTo(RudePeer.FLOW_CONTROL_ERROR);
    assertThat(most).isLessThan(window + CONNECTION);
    await().untilAsserted(() -> assertThat(heldBytes()).isLessThan(CONNECTION));
  }

  /** Sends without regard to windows; returns the most bytes that were held meanwhile. */
  private long flood(RudePeer peer) {
    long most = 0;
    try {
      for (int sent = 0; sent < 16 * MIB; sent += 64 * KIB) {
        peer.sendData(STREAM, 64 * KIB);
        most = Math.max(most, heldBytes());
      }
    } catch (IOException e) {
      // The whole connection was closed.
    }
    return most;
  }

  /** Writes to the socket until no more bytes are accepted. */
  private long heldAtStandstill(Socket target) {
    var written = new AtomicLong();
    Thread.ofVirtual().start(() -> {
      var piece = new byte[64 * KIB];
      try {
        while (true) {
          target.getOutputStream().write(piece);
          written.incrementAndGet();
        }
      } catch (IOException e) {
        // The test is over.
      }
    });
    var before = new AtomicLong();
    await().pollInterval(Duration.ofMillis(300)).until(() -> {
      long now = written.get();
      return now > 0 && before.getAndSet(now) == now;
    });
    return heldBytes();
  }

  /** Returns after half a second even without a change. */
  private void awaitChange(long before) throws InterruptedException {
    for (int i = 0; i < 500 && heldBytes() == before; i++) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private static void assertReset(Socket target) {
    assertThatThrownBy(() -> target.getInputStream().readAllBytes()).isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
  }

  /** Completes a dial; returns the far end of the connection. */
  private Socket connect(Promise<SocketChannel> dialed) throws IOException {
    var bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class)
        .handler(new ChannelInboundHandlerAdapter());
    SocketOptions.forEach(bootstrap::option);
    bootstrap.option(ChannelOption.ALLOCATOR, allocator).option(ChannelOption.SO_SNDBUF, 16 * KIB)
        .connect(server.getLocalSocketAddress())
        .addListener((ChannelFuture connected) -> dialed.setSuccess((SocketChannel) connected.channel()));
    var target = server.accept();
    target.setSoTimeout(20_000);
    return target;
  }

  private long heldBytes() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }
}
