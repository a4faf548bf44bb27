package dev.devsession.tunnel.carrier.portforward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.tunnel.carrier.CarrierException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The server's side of RFC 6455 by hand, so that frames come cut, split, and with pings in between. */
class WebSocketPortForwardTest {

  /** A message for a channel, cut into one or more frames, perhaps with a ping after the first. */
  record Message(int channel, byte[] payload, List<Integer> cuts, boolean ping) {}

  private EmbeddedChannel channel;
  private Promise<Channel> opened;

  @Property(tries = 200)
  void eachChannelGetsItsBytesHoweverTheFramesAreCut(@ForAll("messages") List<Message> messages,
      @ForAll("pieces") List<Integer> pieces) {
    ByteBuf wire = Unpooled.buffer();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    writeUncut(0, new byte[]{1, 2}, wire);
    writeUncut(1, new byte[]{1, 2}, wire);
    for (Message message : messages) {
      write(message, wire);
      (message.channel() == 0 ? data : errors).writeBytes(message.payload());
    }
    writeUncut(2, new byte[]{7}, wire);
    start();
    for (int at = 0; wire.isReadable(); at++) {
      channel.writeInbound(wire.readRetainedSlice(Math.min(wire.readableBytes(), pieces.get(at % pieces.size()))));
    }
    wire.release();

    assertThat(opened.getNow()).isSameAs(channel);

    channel.read();
    assertThat(Arrays.mismatch(all(channel.inboundMessages()), data.toByteArray())).isEqualTo(-1);

    int pings = (int) messages.stream().filter(Message::ping).count();
    assertThat(channel.outboundMessages().stream().mapToInt(pong -> ((ByteBuf) pong).getByte(0) & 0xff))
        .filteredOn(first -> first == 0x8a).hasSize(pings);

    channel.releaseOutbound();
    // The error text is reported when the connection ends, at least its beginning.
    if (errors.size() == 0) {
      channel.finish();
    } else {
      assertThatThrownBy(channel::finish).isInstanceOf(CarrierException.class).satisfies(failure -> assertThat(
          errors.toString(StandardCharsets.ISO_8859_1)).startsWith(failure.getMessage()));
    }
    channel.releaseOutbound(); // the close frame
  }

  @Example
  void frameThatNoServerSendsIsRefused() {
    for (byte[] header : new byte[][]{{(byte) 0x82, (byte) 0x85}, {(byte) 0xc2, 5}, {(byte) 0x89, 126, 0, 126}}) {
      start();
      channel.writeInbound(Unpooled.wrappedBuffer(header));

      assertThat(opened.cause()).hasRootCauseInstanceOf(CorruptedFrameException.class);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  private void start() {
    opened = ImmediateEventExecutor.INSTANCE.newPromise();
    var attempt = new ConnectAttempt("the server", opened);
    channel = new EmbeddedChannel(new WebSocket().handlers(9800, attempt).toArray(ChannelHandler[]::new));
  }

  private static byte[] all(Queue<Object> messages) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object message; (message = messages.poll()) != null;) {
      ByteBuf bytes = (ByteBuf) message;
      all.writeBytes(ByteBufUtil.getBytes(bytes));
      bytes.release();
    }
    return all.toByteArray();
  }

  @Provide
  Arbitrary<List<Message>> messages() {
    Arbitrary<byte[]> payload = Combinators.combine(Arbitraries.of(0, 1, 124, 125, 126, 4000, 65_534, 65_535, 70_000),
        Arbitraries.longs()).as(WebSocketPortForwardTest::letters);
    Arbitrary<List<Integer>> cuts = Arbitraries.integers().between(1, 70_000).list().ofMaxSize(2);
    return Combinators.combine(Arbitraries.of(0, 1), payload, cuts, Arbitraries.of(true, false)).as(Message::new).list()
        .ofMinSize(1).ofMaxSize(5);
  }

  /** One generator for all letters: one for each byte would take most of the test's time. */
  private static byte[] letters(int length, long seed) {
    var random = new Random(seed);
    var letters = new byte[length];
    for (int i = 0; i < length; i++) {
      letters[i] = (byte) random.nextInt(33, 127);
    }
    return letters;
  }

  @Provide
  Arbitrary<List<Integer>> pieces() {
    // A large one among them, or a message of 70,000 bytes takes as many reads.
    return Arbitraries.of(1, 2, 3, 7, 1000, 16_384, 70_000).list().ofMaxSize(10)
        .map(pieces -> Stream.concat(pieces.stream(), Stream.of(16_384)).toList());
  }

  private static void writeUncut(int channel, byte[] payload, ByteBuf wire) {
    write(new Message(channel, payload, List.of(), false), wire);
  }

  private static void write(Message message, ByteBuf wire) {
    byte[] whole = new byte[message.payload().length + 1];
    whole[0] = (byte) message.channel();
    System.arraycopy(message.payload(), 0, whole, 1, message.payload().length);
    List<Integer> ends = new ArrayList<>(message.cuts().stream().filter(cut -> cut < whole.length).sorted().toList());
    ends.add(whole.length);
    int from = 0;
    for (int i = 0; i < ends.size(); i++) {
      boolean last = i == ends.size() - 1;
      header(wire, (last ? 0x80 : 0) | (i == 0 ? 2 : 0), ends.get(i) - from);
      wire.writeBytes(whole, from, ends.get(i) - from);
      from = ends.get(i);
      if (i == 0 && message.ping()) {
        header(wire, 0x89, 3);
        wire.writeBytes(new byte[3]);
      }
    }
  }

  private static void header(ByteBuf wire, int first, int length) {
    wire.writeByte(first);
    if (length < 126) {
      wire.writeByte(length);
    } else if (length <= 65_535) {
      wire.writeByte(126).writeShort(length);
    } else {
      wire.writeByte(127).writeLong(length);
    }
  }
}
