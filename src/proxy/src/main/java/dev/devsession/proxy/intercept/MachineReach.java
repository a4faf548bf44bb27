package dev.devsession.proxy.intercept;

import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The way to one machine, while it is tried or known to be silent.
 *
 * <pre>
 *             an attempt had no answer in time
 *   TRYING ────────────────────────────────────▶ SILENT  (every request fails at once; one probe at a time)
 *      │                                           │
 *      │ no attempt is left                        │ a probe is answered, by yes or no, or nobody asks any more
 *      ▼                                           ▼
 *   FORGOTTEN ◀────────────────────────────────────┘
 * </pre>
 */
final class MachineReach {

  private static final Duration MOST = Duration.ofSeconds(1);
  private static final Duration PROBE_PAUSE = Duration.ofMillis(250);
  /** How long a silent machine is probed after the last request for it. */
  private static final Duration ASKED = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Dialer dialer;
  private final Target machine;
  private final Runnable forgotten;
  private final Set<Promise<SocketChannel>> attempts = new LinkedHashSet<>();
  /** Null unless silent. */
  private MachineAwayException silence;
  private long askedNanos;

  /** @param forgotten is run when there is nothing more to know about the machine */
  MachineReach(EventLoop loop, Dialer dialer, Target machine, Runnable forgotten) {
    this.loop = loop;
    this.dialer = dialer;
    this.machine = machine;
    this.forgotten = forgotten;
  }

  Future<SocketChannel> connect() {
    askedNanos = loop.ticker().nanoTime();
    if (silence != null) {
      return loop.newFailedFuture(silence);
    }
    var attempt = MachineAttempt.start(loop, dialer, machine, MOST);
    attempts.add(attempt);
    attempt.addListener((Future<SocketChannel> done) -> ended(attempt, done));
    return attempt;
  }

  private void ended(Promise<SocketChannel> attempt, Future<SocketChannel> done) {
    attempts.remove(attempt);
    if (silence == null && isSilence(done)) {
      silence = (MachineAwayException) done.cause();
      // Those that began later would only wait as well.
      List.copyOf(attempts).forEach(later -> later.tryFailure(silence));
      probeLater();
    } else if (silence == null && attempts.isEmpty()) {
      forgotten.run();
    }
  }

  private static boolean isSilence(Future<SocketChannel> done) {
    return done.cause() instanceof MachineAwayException away && away.reason() == AwayReason.SILENT;
  }

  private void probeLater() {
    loop.schedule(this::probe, PROBE_PAUSE.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void probe() {
    if (loop.ticker().nanoTime() - askedNanos > ASKED.toNanos()) {
      forgotten.run();
      return;
    }
    MachineAttempt.start(loop, dialer, machine, MOST).addListener((Future<SocketChannel> probed) -> {
      if (isSilence(probed)) {
        probeLater();
        return;
      }
      if (probed.isSuccess()) {
        Sockets.close(probed.getNow());
      }
      forgotten.run();
    });
  }
}
