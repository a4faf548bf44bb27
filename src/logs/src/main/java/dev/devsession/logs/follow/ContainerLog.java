package dev.devsession.logs.follow;

import dev.devsession.logs.line.LogSource;
import dev.devsession.logs.order.LineOrder;
import dev.devsession.logs.order.OrderedLines;
import dev.devsession.logs.order.ReadPosition.Resumption;
import dev.devsession.logs.pod.ContainerView;
import dev.devsession.logs.pod.LogStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The log of one container of one pod, over all its starts: each line once, in the container's order. Runs on a thread
 * of its own. The end of a stream isn't taken for the container's: the pod's status says that.
 */
final class ContainerLog implements Runnable {
  /** So many times a log that isn't followed is asked for. */
  private static final int ATTEMPTS = 6;
  /** A container that doesn't run is looked at so often, as its next start may be told late or not at all. */
  private static final Duration LOOK = Duration.ofSeconds(10);
  /** What isn't followed is answered within this. */
  private static final Duration ANSWER = Duration.ofSeconds(10);
  /** A log that has shown nothing for so long had no lines when it was opened. */
  private static final Duration EMPTY = Duration.ofSeconds(5);
  private static final String GAP = "(lines may be missing here: ";

  private final LogServer server;
  private final LogServer past;
  private final LogQuery query;
  private final LogChoice choice;
  private final boolean fromFirstLine;
  private final OrderedLines lines;
  private final LineOrder.Lane lane;
  private final LineIntake intake;
  private final Consumer<LogRefusal> refused;
  private final ReopenDelay delay = new ReopenDelay();
  private final Instant began = Instant.now();
  private final StallCheck stall;
  final ContainerState state;
  private volatile LogSource source;
  private boolean opened;
  private boolean cut;
  private LogStart start;

  /** How a stream ended. */
  private enum End {
    EOF,
    CUT,
    NO_LOG,
    GONE,
    REFUSED
  }

  /**
   * Prepares it.
   *
   * @param server for the streams that are followed
   * @param past for what is read while these wait, so over another connection
   * @param refused gets an answer that the user may not read logs
   */
  ContainerLog(LogServer server, LogServer past, String namespace, LogSource source, ContainerView container,
      LogChoice choice,
      boolean fromFirstLine, OrderedLines lines, Consumer<LogRefusal> refused) {
    this.server = server;
    this.past = past;
    this.source = source;
    this.choice = choice;
    this.fromFirstLine = fromFirstLine;
    this.lines = lines;
    this.refused = refused;
    this.lane = lines.open();
    this.state = new ContainerState(container);
    this.start = fromFirstLine ? LogStart.NONE : new LogStart(container.restarts(), 0);
    this.intake = new LineIntake(lines, lane, () -> this.source, choice);
    this.query = new LogQuery(namespace, source.pod(), source.container(), false, false, OptionalLong.empty(),
        OptionalInt.empty());
    this.stall = new StallCheck(past, query.newest(), intake.position());
  }

  /** Its pod serves another Service now. */
  void source(LogSource changed) {
    source = changed;
  }

  /** Looks whether a silent stream has missed something, and breaks it if so. */
  StallCheck stall() {
    return stall;
  }

  @Override
  public void run() {
    try {
      if (choice.follow()) {
        follow();
      } else {
        readOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lines.end(lane);
    }
  }

  private void readOnce() throws InterruptedException {
    var end = End.CUT;
    for (int i = 0; i < ATTEMPTS && end == End.CUT; i++) {
      if (i > 0) {
        state.awaitChange(state.now(), delay.next(false));
      }
      end = read(state.now().container(), false);
    }
    if (end == End.CUT) {
      intake.say(GAP + "the log can't be read)");
    }
  }

  private void follow() throws InterruptedException {
    var seen = state.now();
    while (!seen.gone()) {
      if (!opened && !seen.container().hasRun()) {
        var told = state.awaitChange(seen, LOOK);
        if (!told.equals(seen)) {
          seen = told;
          continue;
        }
      }
      var running = seen.container().isRunning();
      var before = intake.position().last();
      var end = read(seen.container(), running);
      if (end == End.REFUSED) {
        return;
      }
      cut = end == End.CUT || cut && end != End.EOF;
      // A pod that isn't found is gone only when the watch says so: one that was just created may not be known yet.
      seen = end == End.EOF && !running
          ? state.awaitChange(seen, LOOK)
          : state.awaitChange(seen, delay.next(intake.position().last() != before));
    }
    // Not asked for once more: a pod of the same name would answer.
    if (cut || !opened && seen.container().hasRun()) {
      intake.say(GAP + "the pod was gone before its log could be read to the end)");
    }
  }

  /**
   * One stream of the container as it is, and before it what its last start may have left. Each time, as the status may
   * be older than the log: a start that came and went before its stream was opened would be passed over.
   */
  private End read(ContainerView container, boolean follow) throws InterruptedException {
    var resumption = intake.position().resume();
    var next = next(follow);
    var before = opened;
    var known = start;
    var now = start.next(container);
    lines.restart(lane);
    try (var stream = server.open(next)) {
      stall.watch(follow ? stream : null);
      var past = wantsPrevious(next) ? readPrevious(next.before(), resumption) : Past.UNWANTED;
      var skipped = past != Past.UNWANTED && now.passesOver(past != Past.NONE);
      opened = true;
      start = now;
      if (skipped) {
        sayStartsAreMissing();
      }
      // What the stream before has shown is known by now, if this one is of the same start after all.
      intake.read(stream.body(), intake.position().resume(), !follow,
          () -> gap(past != Past.GOES_ON && !skipped && (cut || now.isSame())), this::heard);
      return End.EOF;
    } catch (LogRefusal e) {
      opened = before;
      start = known;
      if (e.isForbidden() && !before) {
        refused.accept(e);
        return End.REFUSED;
      }
      return e.isGone() ? End.GONE : e.isWithoutLog() ? End.NO_LOG : End.CUT;
    } catch (IOException | UncheckedIOException e) {
      server.lost();
      return End.CUT;
    } finally {
      stall.watch(null);
    }
  }

  /** What was found of the container's last start. */
  private enum Past {
    UNWANTED,
    NONE,
    /** It doesn't go on where the stream before ended. */
    OTHER,
    /** It does, so that the container's new start follows it. */
    GOES_ON
  }

  private Past readPrevious(LogQuery before, Resumption resumption) throws IOException, InterruptedException {
    try (var stream = past.open(before)) {
      if (!stream.awaitBegun(ANSWER)) {
        throw new IOException("no answer");
      }
      intake.read(stream.body(), resumption, true, () -> gap(cut), stall::heard);
      return resumption.isSeamless() && before.since().isPresent() ? Past.GOES_ON : Past.OTHER;
    } catch (LogRefusal e) {
      if (!e.isWithoutLog()) {
        throw e;
      }
      return Past.NONE;
    } catch (IOException | UncheckedIOException e) {
      past.lost();
      throw e;
    }
  }

  /** A line came: perhaps by now the status tells which start it is of. */
  private void heard() throws InterruptedException {
    stall.heard();
    var told = start.told(state.now().container(), intake.first());
    var skipped = told.passesOver(true) && !start.passesOver(true);
    start = told;
    if (skipped && !choice.previous()) {
      sayStartsAreMissing();
    }
  }

  private void sayStartsAreMissing() throws InterruptedException {
    intake.say(GAP + "the container started several times meanwhile)");
  }

  /** Says that the new stream doesn't go on where the last one ended, unless that can be only a new start. */
  private void gap(boolean suspicious) throws InterruptedException {
    if (suspicious) {
      intake.say(GAP + "the connection was lost, and the log goes on elsewhere)");
    }
  }

  /** Whether lines of the container's last start are among those to show, if they weren't yet. */
  private boolean wantsPrevious(LogQuery next) {
    return !choice.previous() && (fromFirstLine || next.since().isPresent());
  }

  private LogQuery next(boolean follow) {
    var since = intake.position().second();
    OptionalInt tail = OptionalInt.empty();
    if (since.isEmpty() && !fromFirstLine) {
      tail = choice.tail();
      since = choice.since().map(s -> OptionalLong.of(s.getEpochSecond())).orElse(OptionalLong.empty());
      if (opened && tail.isPresent() && (tail.getAsInt() == 0 || Instant.now().isAfter(began.plus(EMPTY)))) {
        // Nothing was shown yet that could be doubled, or there was nothing. A second early, as clocks may differ.
        tail = OptionalInt.empty();
        since = OptionalLong.of(began.getEpochSecond() - 1);
      }
    }
    return new LogQuery(query.namespace(), query.pod(), query.container(), follow, choice.previous(), since, tail);
  }
}
