package dev.devsession.logs.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.logs.line.LineFilter;
import dev.devsession.logs.line.LineSplitter;
import dev.devsession.logs.line.LogLine;
import dev.devsession.logs.line.LogSource;
import dev.devsession.logs.order.LineOrder;
import dev.devsession.logs.order.OrderedLines;
import dev.devsession.logs.pod.ContainerView;
import dev.devsession.logs.pod.ContainerView.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContainerLogTest {
  private static final Instant TIME = Instant.parse("2026-11-29T10:20:33.100Z");
  private static final String GAP = "(lines may be missing here: ";

  private final OrderedLines lines = new OrderedLines(new LineOrder(Duration.ofMillis(20), false));
  private final List<LogLine> shown = new CopyOnWriteArrayList<>();
  private final List<LogRefusal> refusals = new CopyOnWriteArrayList<>();
  private LogServerModel server;
  private ContainerLog log;
  private Thread reader;
  private Thread printer;

  @BeforeEach
  void start() throws IOException {
    server = new LogServerModel();
    printer = Thread.ofVirtual().start(() -> {
      try {
        while (true) {
          lines.next(Duration.ofSeconds(1)).ifPresent(shown::add);
        }
      } catch (InterruptedException e) {
        // The test is over.
      }
    });
  }

  @AfterEach
  void stop() {
    reader.interrupt();
    printer.interrupt();
    server.close();
  }

  @Test
  void connectionThatBreaksWithinALineLosesAndDoublesNothing() {
    write("a", "b", "c", "d");
    server.cutAfter("2026-11-29T10:20:33.100Z a\n2026-11-29T10:20:33.1".length());
    follow(running(0));

    awaitTexts("a", "b", "c", "d");
    write("e");
    awaitTexts("a", "b", "c", "d", "e");
    assertThat(server.requests).anyMatch(r -> r.contains("follow=true&sinceTime=2026-11-29T10:20:33Z"));
  }

  @Test
  void endOfTheStreamIsNotThatOfTheContainer() {
    write("a");
    server.endStreams(true);
    follow(running(0));
    awaitTexts("a");

    await().until(() -> server.requests.size() > 2);
    server.endStreams(false);
    write("b");

    awaitTexts("a", "b");
  }

  @Test
  void startThatEndedWhileTheConnectionWasAwayIsReadToItsEnd() {
    write("a");
    follow(running(0));
    awaitTexts("a");

    server.cutAfter(0);
    write("b", "last");
    server.startAgain();
    write("first of the next");
    log.state.set(running(1));

    awaitTexts("a", "b", "last", "first of the next");
  }

  @Test
  void startThatEndedBeforeItsStatusCameIsShown() {
    write("a", "b");
    server.startAgain();
    server.write(TIME.plusSeconds(3), "first of the next".getBytes(StandardCharsets.UTF_8));

    follow(running(0));

    awaitTexts("a", "b", "first of the next");
  }

  @Test
  void startThatEndedMeanwhileIsShownThoughTheStatusIsOld() {
    write("a");
    follow(running(0));
    awaitTexts("a");

    server.cutAfter(0);
    write("b");
    server.startAgain();
    write("c");

    awaitTexts("a", "b", "c");
  }

  @Test
  void startsThatCanNotBeReadAnyMoreAreAVisibleGap() {
    write("a");
    follow(running(0));
    awaitTexts("a");

    server.startAgain();
    server.startAgain();
    write("c");
    server.startAgain();
    write("d");
    log.state.set(running(3));

    await().untilAsserted(() -> assertThat(texts()).hasSize(4));
    assertThat(texts()).anyMatch(t -> t.startsWith(GAP)).contains("a", "c", "d");
  }

  @Test
  void startsThatWereOverBeforeTheStatusToldAreAVisibleGap() {
    for (int i = 0; i < 3; i++) {
      write("start " + i);
      server.startAgain();
    }
    server.write(TIME.plusSeconds(30), "start 3".getBytes(StandardCharsets.UTF_8));
    follow(running(0));
    awaitTexts("start 2", "start 3");

    log.state
        .set(new ContainerView("c", 3, State.RUNNING, "", "", Optional.empty(), Optional.of(TIME.plusSeconds(30))));
    server.write(TIME.plusSeconds(31), "next".getBytes(StandardCharsets.UTF_8));

    await().untilAsserted(() -> assertThat(texts()).hasSize(4));
    assertThat(texts()).anyMatch(t -> t.startsWith(GAP)).contains("next");
  }

  @Test
  void statusThatComesBeforeTheLastLinesOfAStartIsNoGap() {
    write("a");
    follow(running(0));
    awaitTexts("a");

    log.state
        .set(new ContainerView("c", 3, State.RUNNING, "", "", Optional.empty(), Optional.of(TIME.plusSeconds(30))));
    write("b");

    awaitTexts("a", "b");
  }

  @Test
  void podThatIsGoneBeforeItsLogIsReadIsAVisibleGap() throws InterruptedException {
    server.podGone();
    follow(running(0));
    await().until(() -> !server.requests.isEmpty());
    log.state.gone();

    assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
    await().untilAsserted(() -> assertThat(texts()).singleElement().asString().startsWith(GAP));
  }

  @Test
  void containerWhoseStartIsNeverToldIsReadAllTheSame() {
    write("a");
    follow(new ContainerView("c", 0, State.WAITING, "ContainerCreating", "", Optional.empty(), Optional.empty()));

    awaitTexts("a");
    write("b");
    awaitTexts("a", "b");
  }

  @Test
  void fileThatWasRotatedMeanwhileIsAVisibleGap() {
    write("a", "b");
    follow(running(0));
    awaitTexts("a", "b");

    server.rotate(2);
    write("c");

    await().untilAsserted(() -> assertThat(texts()).hasSize(4));
    assertThat(texts()).anyMatch(t -> t.startsWith(GAP)).contains("a", "b", "c");
  }

  @Test
  void podThatGoesAfterItsLogWasReadIsNoGap() throws InterruptedException {
    write("a");
    follow(running(0));
    awaitTexts("a");

    server.podGone();
    log.state.gone();

    assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
    assertThat(texts()).containsExactly("a");
  }

  @Test
  void streamThatStallsIsOpenedAgain() throws InterruptedException {
    write("a");
    follow(running(0));
    awaitTexts("a");
    server.stall(true);
    server.write(TIME.plusMillis(1), "b".getBytes(StandardCharsets.UTF_8));

    server.stall(false); // for streams that are opened from now on
    log.stall().look();

    awaitTexts("a", "b");
  }

  @Test
  void refusalIsTold() throws InterruptedException {
    server.forbid();
    follow(running(0));

    assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
    assertThat(refusals).singleElement().satisfies(r -> assertThat(r.status().getMessage()).contains("pods/log"));
  }

  @Test
  void hostileLinesAreShownWithoutStealingAnything() {
    var megabyte = "x".repeat(1024 * 1024);
    for (var text : List.of("\u001b[2J\u001b]0;title\u0007clear", "over\rwritten", "nul\0", "\u009b31mred",
        "2026-11-29T10:20:33Z a time of its own", "{\"msg\":\"\\u001b[2J\"", "\u202egnihtyna", "", "\u001b",
        megabyte)) {
      server.write(TIME, text.getBytes(StandardCharsets.UTF_8));
    }
    server.write(TIME, new byte[]{(byte) 0xff, (byte) 0xc3, 'x', (byte) 0xe2, (byte) 0x82});
    follow(running(0));

    await().until(() -> !texts().isEmpty() && texts().getLast().startsWith("\ufffd"));
    assertThat(texts().subList(0, 9)).containsExactly("clear", "over␍written", "nul␀", "red",
        "2026-11-29T10:20:33Z a time of its own", "{\"msg\":\"\\u001b[2J\"", "\ufffdgnihtyna", "", "");
    var pieces = texts().subList(9, texts().size() - 1);
    assertThat(pieces).hasSize(1024 * 1024 / LineSplitter.MOST + 1);
    assertThat(String.join("", pieces)).isEqualTo(megabyte);
    assertThat(shown.stream().filter(l -> l.kind() == LogLine.Kind.PIECE)).hasSize(pieces.size() - 1);
    assertThat(texts().getLast()).isEqualTo("\ufffd\ufffdx\ufffd");
  }

  /** Whatever is written, and wherever the connection breaks. */
  @Test
  void manyCutsLoseAndDoubleNothing() {
    follow(running(0));
    for (int i = 0; i < 200; i++) {
      server.write(TIME.plusMillis(i * 37L), ("line " + i).getBytes(StandardCharsets.UTF_8));
      if (i % 40 == 20) {
        server.cutAfter(i % 3 * 11);
      }
    }

    awaitTexts(IntStream.range(0, 200).mapToObj(i -> "line " + i).toArray(String[]::new));
  }

  private void write(String... texts) {
    for (var text : texts) {
      server.write(TIME, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void follow(ContainerView container) {
    var choice = new LogChoice(List.of(), true, Optional.empty(), OptionalInt.empty(), false, Optional.empty(),
        LineFilter.Choice.ALL, false);
    log = new ContainerLog(new LogServer(server.client), new LogServer(server.client), "shop",
        new LogSource("orders", "p", "c", true, ""), container,
        choice, true, lines, refusals::add);
    reader = Thread.ofVirtual().start(log);
  }

  private static ContainerView running(int restarts) {
    return new ContainerView("c", restarts, State.RUNNING, "", "", Optional.empty(), Optional.of(TIME));
  }

  private List<String> texts() {
    return shown.stream().map(LogLine::text).collect(Collectors.toList());
  }

  private void awaitTexts(String... expected) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(texts()).containsExactly(expected));
  }
}
