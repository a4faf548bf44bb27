package dev.devsession.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClientHelloTest {

  private static final byte[] RECORD = record();

  @Test
  void serverNameAndProtocolsAreRead() {
    assertThat(ClientHello.ofRecords(Unpooled.wrappedBuffer(RECORD)))
        .contains(new ClientHello("orders.shop", List.of("h2", "http/1.1")));
  }

  @Property(tries = 200)
  void moreIsAwaitedUntilTheMessageIsWholeHoweverItIsCutIntoRecords(@ForAll @IntRange(min = 1, max = 600) int length,
      @ForAll @IntRange(max = 5000) int cut) {
    var records = recut(length);
    int part = cut % records.readableBytes();

    assertThat(ClientHello.ofRecords(records.slice(0, part))).isEmpty();
    assertThat(ClientHello.ofRecords(records).map(ClientHello::serverName)).contains("orders.shop");
  }

  @Property(tries = 1000)
  void anythingElseAsksForNothingOrWaitsForMore(@ForAll byte[] tail) {
    var hello = ClientHello.ofRecords(Unpooled.wrappedBuffer(new byte[]{22, 3, 1}, tail));

    assertThat(hello.map(ClientHello::serverName)).isEmpty();
  }

  @Property(tries = 1000)
  void damagedMessageIsReadOrAsksForNothing(@ForAll @IntRange(min = 5, max = 5000) int at, @ForAll byte value) {
    byte[] damaged = RECORD.clone();
    damaged[5 + at % (damaged.length - 5)] = value;

    assertThat(ClientHello.ofRecords(Unpooled.wrappedBuffer(damaged))).isNotNull();
  }

  private static ByteBuf recut(int length) {
    var message = Unpooled.wrappedBuffer(RECORD, 5, RECORD.length - 5);
    var records = Unpooled.buffer();
    while (message.isReadable()) {
      int next = Math.min(length, message.readableBytes());
      records.writeByte(22).writeShort(0x301).writeShort(next).writeBytes(message, next);
    }
    return records;
  }

  /** As the JDK sends it. */
  private static byte[] record() {
    try {
      SSLEngine client = SSLContext.getDefault().createSSLEngine();
      client.setUseClientMode(true);
      var parameters = client.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName("orders.shop")));
      parameters.setApplicationProtocols(new String[]{"h2", "http/1.1"});
      client.setSSLParameters(parameters);
      var sent = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
      client.wrap(ByteBuffer.allocate(0), sent);
      var record = new byte[sent.flip().remaining()];
      sent.get(record);
      return record;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
