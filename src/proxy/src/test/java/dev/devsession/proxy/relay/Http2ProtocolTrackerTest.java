package dev.devsession.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Http2ProtocolTrackerTest {

  /** As Wireshark shows one: length 8, type GOAWAY, no flags, stream 0; last stream 2147483647, NO_ERROR. */
  private static final String GOAWAY = "0000080700000000007fffffff00000000";
  private static final String SETTINGS = "000000040000000000";
  private static final String HEADERS = "000002010000000001" + "aabb";
  private static final String CONTINUATION = "000001090400000001" + "cc";
  private static final String DATA = "000003000100000001" + "000008";
  private static final List<String> FRAMES = List.of(SETTINGS, HEADERS + CONTINUATION, DATA);

  private final ProtocolTracker tracker = ProtocolTracker
      .of(Pieces.text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), null);

  @Property
  void framesPassUnchangedUntilTheCloseRequest(@ForAll @IntRange(min = 1, max = 60) int piece) {
    var all = String.join("", FRAMES);
    assertThat(pass(all, piece)).isEqualTo(all);
  }

  @Property
  void goAwayIsSentOnceAndOnlyBetweenFrames(@ForAll @IntRange(min = 0, max = 42) int before,
      @ForAll @IntRange(min = 1, max = 60) int piece) {
    var all = String.join("", FRAMES);
    var fresh = ProtocolTracker.of(Pieces.text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), null);
    var got = new StringBuilder(pass(fresh, all.substring(0, 2 * before), piece));
    var request = fresh.requestClose();
    got.append(request == null ? "" : hex(Pieces.bytes(request))).append(pass(fresh, all.substring(2 * before), piece));

    var allowed = new ArrayList<String>();
    for (int i = 1; i <= FRAMES.size(); i++) {
      allowed.add(String.join("", FRAMES.subList(0, i)) + GOAWAY + String.join("", FRAMES.subList(i, FRAMES.size())));
    }
    assertThat(allowed).contains(got.toString());
  }

  @Test
  void goAwayIsNotSentBeforeTheTargetsSettings() {
    assertThat(tracker.requestClose()).isNull();
    assertThat(pass(SETTINGS, 99)).isEqualTo(SETTINGS + GOAWAY);
  }

  @Test
  void goAwayIsSentImmediatelyBetweenFrames() {
    pass(SETTINGS, 99);

    assertThat(hex(Pieces.bytes(tracker.requestClose()))).isEqualTo(GOAWAY);
    assertThat(tracker.requestClose()).isNull();
  }

  private String pass(String hex, int piece) {
    return pass(tracker, hex, piece);
  }

  private static String pass(ProtocolTracker through, String hex, int piece) {
    return hex(Pieces.pass(HexFormat.of().parseHex(hex), piece, through::fromTarget));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
