package dev.devsession.tunnel.hello;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.hello.HelloRefusal.Code;
import dev.devsession.tunnel.keys.CertificateFingerprint;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloTest {

  private static final String CERTIFICATE = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @Property(tries = 200)
  void writtenHelloIsReadBack(@ForAll("hellos") Hello hello) throws Exception {
    assertThat(Hello.parse(hello.format())).isEqualTo(hello);
  }

  @Property(tries = 200)
  void writtenAnswerIsReadBack(@ForAll @From("values") String message, @ForAll @From("values") String who,
      @ForAll Code code, @ForAll @IntRange(min = 0) int second) throws Exception {
    var refused = new HelloResponse.Refused(new HelloRefusal(code, message, who, Instant.ofEpochSecond(second)));
    assertThat(HelloResponse.parse(refused.format())).isEqualTo(refused);
  }

  /** An end that is older than the short way sends no certificate, and skips that of the other end. */
  @Test
  void olderEndsKnowNoShortWay() throws Exception {
    var hello = "devsession-tunnel/1 reverse\nsession: s\nagent: a\nwho: ada\nversion: 0.3.0\n\n";
    assertThat(Hello.parse(hello).certificate()).isEmpty();
    assertThat(HelloResponse.parse("devsession-tunnel/1 ok\n\n")).isEqualTo(new HelloResponse.Ok());
    assertThat(new HelloResponse.Ok().format()).isEqualTo("devsession-tunnel/1 ok\n\n");
    assertThat(HelloMessage.parse(offering().format()).word()).isEqualTo("ok");
  }

  @Test
  void writtenOfferIsReadBack() throws Exception {
    assertThat(HelloResponse.parse(offering().format())).isEqualTo(offering());
  }

  private static HelloResponse.Ok offering() {
    return new HelloResponse.Ok(Optional.of(new ShortWayOffer(new CertificateFingerprint("0123456789abcdef".repeat(4)),
        9801, List.of("10.1.2.3", "fd00::5"), List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"certificate: 12", "certificate: " + CERTIFICATE, "certificate: " + CERTIFICATE
      + "\ntls-port: 65536", "certificate: " + CERTIFICATE + "\ntls-port: -1"})
  void malformedOfferIsRefused(String fields) {
    assertThatThrownBy(() -> HelloResponse.parse("devsession-tunnel/1 ok\n" + fields + "\n\n"))
        .isInstanceOf(HelloRefusedException.class);
  }

  /** Any bytes lead to one hello or one refusal, however they are cut; the reader keeps none of them. */
  @Property(tries = 200)
  void anyBytesLeadToOneHelloOrOneRefusal(@ForAll("streams") String text,
      @ForAll @IntRange(min = 1, max = 64) int piece) {
    var reader = read(text, piece);
    assertThat(reader.heads.size() + reader.failures.size()).isEqualTo(1);
  }

  @Property(tries = 100)
  void helloMayArriveInPieces(@ForAll("hellos") Hello hello, @ForAll @IntRange(min = 1, max = 50) int piece)
      throws Exception {
    assertThat(Hello.parse(read(hello.format(), piece).heads.getFirst())).isEqualTo(hello);
  }

  private static Reader read(String text, int piece) {
    var reader = new Reader();
    var channel = new EmbeddedChannel(reader);
    // Counts by itself; leak detection, once another test has switched it on, would take a hundred times as long.
    var allocator = new UnpooledByteBufAllocator(false, true);
    channel.config().setAllocator(allocator);
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += piece) {
      channel.writeInbound(allocator.buffer(piece).writeBytes(bytes, at, Math.min(piece, bytes.length - at)));
    }
    channel.finishAndReleaseAll();
    assertThat(allocator.metric().usedHeapMemory()).as("bytes kept").isZero();
    return reader;
  }

  @Test
  void lineBreakInAValueStartsNoNewField() throws Exception {
    var hello = new Hello(ConnectionRole.REVERSE, new Identity("s", "a", "ada\nsession: other\n\n", "0.3.0", false));
    assertThat(Hello.parse(hello.format()).identity().session()).isEqualTo("s");
  }

  private static final class Reader extends HelloReader {
    private final List<String> heads = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    @Override
    protected void helloReceived(ChannelHandlerContext context, String head) {
      heads.add(head);
    }

    @Override
    protected void helloFailed(ChannelHandlerContext context, Throwable cause) {
      failures.add(cause);
    }
  }

  /** Without edge cases: those of five values together are thousands. */
  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings().withCharRange('!', '~').withChars(' ', ':', 'é', '→').ofMinLength(1).ofMaxLength(80)
        .filter(text -> text.equals(text.strip()) && !text.isBlank()).withoutEdgeCases();
  }

  @Provide
  Arbitrary<Hello> hellos() {
    var identity = Combinators.combine(values(), values(), values(), values(), Arbitraries.of(true, false))
        .as(Identity::new);
    var certificate = fingerprints().optional();
    return Combinators.combine(Arbitraries.of(ConnectionRole.class), identity, certificate).as(Hello::new);
  }

  private static Arbitrary<CertificateFingerprint> fingerprints() {
    return Arbitraries.strings().withChars("0123456789abcdef").ofLength(64).map(CertificateFingerprint::new);
  }

  @Provide
  Arbitrary<String> streams() {
    var word = Arbitraries.of("devsession-tunnel/", "1", "2", " ", "reverse", "\n", "\n\n", ": ", "who", "\r\n", "\0");
    return Arbitraries.oneOf(word.list().ofMaxSize(40).map(words -> String.join("", words)),
        Combinators.combine(Arbitraries.strings().ofMaxLength(60), Arbitraries.integers().between(1, 100))
            .as(String::repeat),
        Combinators.combine(hellos(), Arbitraries.strings().ofMaxLength(50))
            .as((hello, more) -> hello.format() + more));
  }
}
