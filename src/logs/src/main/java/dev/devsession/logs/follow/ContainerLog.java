package dev.devsession.logs.follow;

import dev.devsession.logs.line.LogSource;
import dev.devsession.logs.order.LineOrder;
import dev.devsession.logs.order.OrderedLines;
import dev.devsession.logs.order.ReadPosition.Resumption;
import dev.devsession.logs.pod.ContainerView;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private static final String GAP = "(lines may be missing here: ";

  private final LogServer server;
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
  private int restarts;

  /** How a stream ended. */
  private enum End {
    EOF,
    CUT,
    NO_LOG,
    GONE,
    REFUSED
  }

  /** @param refused gets an answer that the user may not read logs */
  ContainerLog(LogServer server, String namespace, LogSource source, ContainerView container, LogChoice choice,
      boolean fromFirstLine, OrderedLines lines, Consumer<LogRefusal> refused) {
    this.server = server;
    this.source = source;
    this.choice = choice;
    this.fromFirstLine = fromFirstLine;
    this.lines = lines;
    this.refused = refused;
    this.lane = lines.open();
    this.state = new ContainerState(container);
    this.intake = new LineIntake(lines, lane, () -> this.source, choice);
    this.query = new LogQuery(namespace, source.pod(), source.container(), false, false, OptionalLong.empty(),
        OptionalInt.empty());
    this.stall = new StallCheck(server, query.newest(), intake.position());
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
    while (true) {
      if (!seen.container().hasRun()) {
        if (seen.gone()) {
          return;
        }
        seen = state.awaitChange(seen);
        continue;
      }
      var running = seen.container().isRunning() && !seen.gone();
      var before = intake.position().last();
      var end = read(seen.container(), running);
      if (end == End.REFUSED || seen.gone() && (end == End.GONE || end == End.EOF)) {
        if (end == End.GONE && cut) {
          intake.say(GAP + "the pod was gone before its log could be read to the end)");
        }
        return;
      }
      if (end == End.GONE) {
        // Not as long as the watch doesn't say so: a node that starts a container anew may say it for a moment.
        seen = state.awaitChange(seen, delay.next(false));
        continue;
      }
      cut = end == End.CUT;
      seen = end == End.EOF && !running
          ? state.awaitChange(seen)
          : state.awaitChange(seen, delay.next(intake.position().last() != before));
    }
  }

  /** One stream of the container as it is, and before it what its last start may have left. */
  private End read(ContainerView container, boolean follow) throws InterruptedException {
    var resumption = intake.position().resume();
    var next = next(follow);
    var previous = !choice.previous() && wantsPrevious(container);
    var skipped = opened && container.restarts() - restarts > 2;
    var sameStart = opened && container.restarts() == restarts;
    var before = opened;
    lines.restart(lane);
    try (var stream = server.open(next)) {
      stall.watch(follow ? stream : null);
      var goesOn = previous && readPrevious(next.before(), resumption);
      opened = true;
      restarts = container.restarts();
      // What the stream before has shown is known by now, if this one is of the same start after all.
      intake.read(stream.body(), intake.position().resume(), !follow, () -> gap(!goesOn && (cut || sameStart), skipped),
          () -> heard(container));
      return End.EOF;
    } catch (LogRefusal e) {
      opened = before;
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

  /** Returns whether it has gone on where the stream before ended, so that the container's new start follows it. */
  private boolean readPrevious(LogQuery before, Resumption resumption) throws IOException, InterruptedException {
    try (var stream = server.open(before)) {
      intake.read(stream.body(), resumption, true, () -> gap(cut, false), stall::heard);
      return resumption.isSeamless() && before.since().isPresent();
    } catch (LogRefusal e) {
      if (!e.isWithoutLog()) {
        throw e;
      }
      return false;
    }
  }

  /** Says so if the stream is of a later start than the status told when it was opened: then one was passed over. */
  private void heard(ContainerView opened) throws InterruptedException {
    stall.heard();
    if (restarts == opened.restarts() && state.now().container().restarts() > restarts) {
      restarts = state.now().container().restarts();
      intake.say(GAP + "the container started again before its log was opened)");
    }
  }

  /** Says that the new stream doesn't go on where the last one ended, unless that can be only a new start. */
  private void gap(boolean suspicious, boolean skipped) throws InterruptedException {
    if (skipped) {
      intake.say(GAP + "the container started several times meanwhile)");
    } else if (suspicious) {
      intake.say(GAP + "the connection was lost, and the log goes on elsewhere)");
    }
  }

  /** Whether the container's last start can have lines that aren't read yet. */
  private boolean wantsPrevious(ContainerView container) {
    return opened
        ? cut || container.restarts() > restarts
        : container.restarts() > 0 && (fromFirstLine || choice.since().isPresent());
  }

  private LogQuery next(boolean follow) {
    var since = intake.position().second();
    OptionalInt tail = OptionalInt.empty();
    if (since.isEmpty() && !fromFirstLine) {
      tail = choice.tail();
      since = choice.since().map(s -> OptionalLong.of(s.getEpochSecond())).orElse(OptionalLong.empty());
      if (opened && tail.isPresent() && tail.getAsInt() == 0) {
        // Nothing was shown yet that could be doubled. A second early, as the clocks may differ.
        tail = OptionalInt.empty();
        since = OptionalLong.of(began.getEpochSecond() - 1);
      }
    }
    return new LogQuery(query.namespace(), query.pod(), query.container(), follow, choice.previous(), since, tail);
  }
}
