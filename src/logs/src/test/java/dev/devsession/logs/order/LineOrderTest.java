package dev.devsession.logs.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.logs.line.LogLine;
import dev.devsession.logs.line.LogSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds here. */
class LineOrderTest {
  private static final Duration WINDOW = Duration.ofMillis(300);
  private final LineOrder order = new LineOrder(WINDOW, false);

  @Test
  void linesOfSeveralLanesComeInTheOrderOfTheirTimes() {
    var a = order.open(ms(0));
    var b = order.open(ms(0));
    order.add(a, line(1_010, "second"), ms(1_020));
    order.add(b, line(1_005, "first"), ms(1_100));
    order.add(a, line(1_015, "third"), ms(1_101));

    assertThat(poll(1_304)).isEmpty();
    assertThat(poll(1_305)).containsExactly("first");
    assertThat(poll(1_320)).containsExactly("second", "third");
    assertThat(order.isEmpty()).isTrue();
  }

  /** A line that is older than the window when it arrives has nothing to wait for. */
  @Test
  void oldLineGoesAtOnce() {
    var lane = order.open(ms(0));
    order.add(lane, line(100, "of a pod whose start was reported late"), ms(2_000));

    assertThat(poll(2_000)).hasSize(1);
  }

  /** The clock of a node may be ahead. */
  @Test
  void lineOfTheFutureWaitsNoLongerThanTheWindow() {
    var lane = order.open(ms(0));
    order.add(lane, line(60_000, "ahead"), ms(1_000));

    assertThat(poll(1_299)).isEmpty();
    assertThat(poll(1_300)).containsExactly("ahead");
  }

  @Test
  void whatWasMissedIsInOrderTooAsLongAsItArrives() {
    var a = order.open(ms(10_000));
    var b = order.open(ms(10_000));
    order.add(a, line(2_000, "a2"), ms(10_020));
    order.add(a, line(3_000, "a3"), ms(10_020));
    assertThat(poll(10_030)).as("b may have older ones").isEmpty();

    order.add(b, line(1_000, "b1"), ms(10_040));
    order.add(b, line(2_500, "b2.5"), ms(10_040));

    assertThat(poll(10_050)).containsExactly("b1", "a2", "b2.5");
    assertThat(poll(10_320)).as("a line waits for a window at most").containsExactly("a3");
  }

  @Test
  void silentLaneHoldsNothingUp() {
    order.open(ms(0));
    var lane = order.open(ms(0));
    order.add(lane, line(1_000, "old"), ms(5_000));

    assertThat(poll(5_000)).containsExactly("old");
  }

  @Test
  void lanesThatEndAreMergedWholly() {
    var complete = new LineOrder(WINDOW, true);
    var a = complete.open(ms(0));
    var b = complete.open(ms(0));
    complete.add(a, line(2_000, "a"), ms(10));
    assertThat(complete.poll(ms(100_000))).as("b has said nothing yet").isEmpty();

    complete.add(b, line(1_000, "b"), ms(100_000));
    assertThat(complete.poll(ms(100_000))).map(LogLine::text).contains("b");
    assertThat(complete.poll(ms(100_000))).isEmpty();

    complete.end(b);
    assertThat(complete.poll(ms(100_000))).map(LogLine::text).contains("a");
  }

  /** Whoever asks for room first holds little, and all together hold a bounded amount. */
  @Test
  void memoryIsBounded() {
    var lanes = new ArrayList<LineOrder.Lane>();
    long held = 0;
    for (int i = 0; i < 200; i++) {
      var lane = order.open(ms(0));
      lanes.add(lane);
      for (; order.hasRoom(lane); held += 1_064) {
        order.add(lane, line(1_000, "x".repeat(1_000)), ms(1_000));
      }
    }

    assertThat(held).isBetween((long) LineOrder.ALL, LineOrder.ALL + 200L * (LineOrder.LANE + 1_064));

    assertThat(poll(9_000)).hasSizeGreaterThan(5_000);
    assertThat(lanes).allMatch(order::hasRoom);
  }

  /** Each lane's order stays, no line is lost, and lines that arrive within the window are in order. */
  @Property
  void linesThatArriveInTimeAreInOrder(@ForAll @Size(max = 100) List<@IntRange(max = 290) Integer> delays,
      @ForAll @IntRange(min = 1, max = 5) int count) {
    var all = new LineOrder(WINDOW, false);
    var lanes = new ArrayList<LineOrder.Lane>();
    for (int i = 0; i < count; i++) {
      lanes.add(all.open(ms(0)));
    }
    record Arrival(long at, long time, int lane) {}
    var arrivals = new ArrayList<Arrival>();
    var last = new long[count];
    for (int i = 0; i < delays.size(); i++) {
      var lane = i % count;
      last[lane] = Math.max(last[lane], 1_000 + i * 20L + delays.get(i));
      if (last[lane] - 1_000 - i * 20L < 300) {
        arrivals.add(new Arrival(last[lane], 1_000 + i * 20L, lane));
      }
    }
    arrivals.sort(java.util.Comparator.comparingLong(Arrival::at));
    var shown = new ArrayList<Long>();
    for (var arrival : arrivals) {
      drain(all, ms(arrival.at), shown);
      all.add(lanes.get(arrival.lane), line(arrival.time, ""), ms(arrival.at));
    }
    drain(all, ms(1_000_000), shown);

    assertThat(shown).hasSize(arrivals.size()).isSorted();
  }

  private static void drain(LineOrder order, long now, List<Long> into) {
    for (var next = order.poll(now); next.isPresent(); next = order.poll(now)) {
      into.add(next.get().nanos());
    }
  }

  private List<String> poll(long millis) {
    var lines = new ArrayList<String>();
    for (var next = order.poll(ms(millis)); next.isPresent(); next = order.poll(ms(millis))) {
      lines.add(next.get().text());
    }
    return lines;
  }

  private static LogLine line(long millis, String text) {
    return new LogLine(LogSource.of("s"), ms(millis), text, LogLine.Kind.LINE);
  }

  private static long ms(long millis) {
    return millis * 1_000_000;
  }
}
