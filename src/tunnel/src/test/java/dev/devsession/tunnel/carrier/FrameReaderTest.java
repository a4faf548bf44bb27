package dev.devsession.tunnel.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FrameReaderTest {

  /** A message for a channel, in one frame or more, with pings between them. */
  record Message(int channel, byte[] payload, List<Integer> cuts, boolean ping) {}

  /** What came out. */
  static final class Seen implements FrameReader.Sink {
    final Map<Integer, ByteArrayOutputStream> channels = new TreeMap<>();
    int pings;

    @Override
    public void payload(int channel, ByteBuf bytes) {
      byte[] copy = new byte[bytes.readableBytes()];
      bytes.readBytes(copy).release();
      channels.computeIfAbsent(channel, _ -> new ByteArrayOutputStream()).writeBytes(copy);
    }

    @Override
    public void control(int opcode, ByteBuf payload) {
      assertThat(opcode).isEqualTo(FrameReader.PING);
      assertThat(payload.readableBytes()).isEqualTo(3);
      payload.release();
      pings++;
    }
  }

  @Property(tries = 200)
  void however_it_is_cut_each_channel_gets_its_bytes(@ForAll("messages") List<Message> messages,
      @ForAll("pieces") List<Integer> pieces) {
    ByteBuf wire = Unpooled.buffer();
    Map<Integer, ByteArrayOutputStream> expected = new TreeMap<>();
    for (Message message : messages) {
      write(message, wire);
      if (message.payload().length > 0) {
        expected.computeIfAbsent(message.channel(), _ -> new ByteArrayOutputStream()).writeBytes(message.payload());
      }
    }
    Seen seen = new Seen();
    FrameReader reader = new FrameReader(seen);
    for (int at = 0; wire.isReadable(); at++) {
      reader.read(wire.readSlice(Math.min(wire.readableBytes(), pieces.get(at % pieces.size()))));
    }
    expected
        .forEach((channel,
            bytes) -> assertThat(Arrays.mismatch(seen.channels.get(channel).toByteArray(), bytes.toByteArray()))
                .isEqualTo(-1));
    assertThat(seen.channels.keySet()).isEqualTo(expected.keySet());
    assertThat(seen.pings).isEqualTo(messages.stream().filter(Message::ping).count());
  }

  @Example
  void what_is_no_frame_of_a_server_is_refused() {
    for (byte[] header : new byte[][]{{(byte) 0x82, (byte) 0x85}, {(byte) 0xc2, 5}, {(byte) 0x89, 126, 0, 126}}) {
      assertThatThrownBy(() -> new FrameReader(null).read(Unpooled.wrappedBuffer(header)))
          .isInstanceOf(CorruptedFrameException.class);
    }
  }

  @Provide
  Arbitrary<List<Message>> messages() {
    Arbitrary<byte[]> payload = Arbitraries.of(0, 1, 124, 125, 126, 4000, 65_534, 65_535, 70_000)
        .flatMap(length -> Arbitraries.bytes().array(byte[].class).ofSize(length));
    Arbitrary<List<Integer>> cuts = Arbitraries.integers().between(1, 70_000).list().ofMaxSize(2);
    return Combinators.combine(Arbitraries.of(0, 1), payload, cuts, Arbitraries.of(true, false)).as(Message::new).list()
        .ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Integer>> pieces() {
    return Arbitraries.of(1, 2, 3, 7, 1000, 16_384, 70_000).list().ofMinSize(1).ofMaxSize(10);
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
