package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {
  private static final byte[] TEXT = "{\"kind\": \"ServiceList\"}".repeat(20_000).getBytes(StandardCharsets.UTF_8);

  private final ByteArrayOutputStream got = new ByteArrayOutputStream();
  private final Body body = new Body();
  private final Gunzip gunzip = new Gunzip((pieces, control) -> {
    pieces.forEach(piece -> got.write(bytes(piece), 0, piece.limit()));
    control.consume();
  });

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, Integer.MAX_VALUE})
  void compressedBodyIsDecodedHoweverItIsCut(int piece) throws Exception {
    feed(compressed(TEXT), piece);

    assertThat(got.toByteArray()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void plainBodyStaysUnchanged(int piece) throws Exception {
    feed(TEXT, piece);

    assertThat(got.toByteArray()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void headerMayHoldAFileName(int piece) throws Exception {
    byte[] plain = compressed(TEXT);
    var named = new ByteArrayOutputStream();
    named.write(plain, 0, 10);
    named.write("services.json\0".getBytes(StandardCharsets.US_ASCII));
    named.write(plain, 10, plain.length - 10);
    byte[] withName = named.toByteArray();
    withName[3] = 8;

    feed(withName, piece);

    assertThat(got.toByteArray()).isEqualTo(TEXT);
  }

  @Test
  void eachPieceRequestsTheNext() throws Exception {
    byte[] compressed = compressed(TEXT);

    feed(compressed, 1);

    assertThat(body.asked).isEqualTo(compressed.length);
  }

  @Test
  void damagedBodyIsAnErrorNotAShortAnswer() throws Exception {
    byte[] mangled = compressed(TEXT);
    Arrays.fill(mangled, 20, 60, (byte) 0xff);

    assertThatThrownBy(() -> feed(mangled, 1000)).isInstanceOf(IOException.class)
        .hasMessageContaining("not valid gzip");
  }

  private void feed(byte[] all, int piece) throws Exception {
    for (int at = 0; at < all.length; at += Math.min(piece, all.length - at)) {
      gunzip.consume(List.of(ByteBuffer.wrap(all, at, Math.min(piece, all.length - at)).slice()), body);
    }
  }

  private static byte[] compressed(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static final class Body implements AsyncBody {
    private int asked;

    @Override
    public void consume() {
      asked++;
    }

    @Override
    public CompletableFuture<Void> done() {
      return new CompletableFuture<>();
    }

    @Override
    public void cancel() {}
  }
}
