package dev.devsession.agent.tunnel;

import java.time.Duration;
import java.util.Optional;

/** Decides which changes of a tunnel are worth reporting, from what was reported last. Pure: the caller passes time. */
final class TunnelNews {

  /** A change that is reported. */
  sealed interface News {
    record Connected() implements News {}

    record Away(DisconnectCause cause, String why) implements News {}
  }

  /** A new gateway needs time to start, so that failures within this time are not reported. */
  static final Duration PATIENCE = Duration.ofSeconds(10);
  /** An attempt that hasn't ended in this time is reported: something may silently drop it. */
  static final Duration ANSWER = Duration.ofSeconds(4);
  private static final String SILENCE = "no answer from the API server or the gateway for " + ANSWER.toSeconds() + " s";

  private final long startedNanos;
  private Optional<News> reported = Optional.empty();
  private boolean failed;

  TunnelNews(long startedNanos) {
    this.startedNanos = startedNanos;
  }

  /** Both connections are open. */
  Optional<News> up() {
    return reported.filter(News.Connected.class::isInstance).isPresent()
        ? Optional.empty()
        : report(new News.Connected());
  }

  /** One of the connections is gone, or couldn't be made. */
  Optional<News> down(DisconnectCause cause, String why, long nowNanos) {
    failed = true;
    boolean worthReporting = switch (reported.orElse(null)) {
      case null -> cause != DisconnectCause.STARTING || nowNanos - startedNanos >= PATIENCE.toNanos();
      case News.Connected _ -> true;
      case News.Away(DisconnectCause before, String said) ->
        said.equals(SILENCE) || cause != before && cause.needsUser();
    };
    return worthReporting ? report(new News.Away(cause, why)) : Optional.empty();
  }

  /** Time has passed in which nothing may have happened. */
  Optional<News> silence(long nowNanos) {
    return reported.isEmpty() && !failed && nowNanos - startedNanos >= ANSWER.toNanos()
        ? report(new News.Away(DisconnectCause.AWAY, SILENCE))
        : Optional.empty();
  }

  private Optional<News> report(News news) {
    reported = Optional.of(news);
    return reported;
  }
}
