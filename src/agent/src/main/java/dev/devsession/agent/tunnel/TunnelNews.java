package dev.devsession.agent.tunnel;

import java.time.Duration;
import java.util.Optional;

/** Decides which changes of a tunnel are worth reporting, from what was reported last. Pure: the caller passes time. */
final class TunnelNews {

  /** News. */
  sealed interface News {
    record Connected() implements News {}

    record Away(DisconnectCause trouble, String why) implements News {}
  }

  /** A new gateway needs time to start, so that failures within this time are not reported. */
  static final Duration PATIENCE = Duration.ofSeconds(10);
  /** An attempt that hasn't ended in this time is reported: something may silently drop it. */
  static final Duration ANSWER = Duration.ofSeconds(4);
  private static final String SILENCE = "no answer from the API server or the gateway for " + ANSWER.toSeconds() + " s";

  private final long startedNanos;
  private Optional<News> told = Optional.empty();
  private boolean failed;

  TunnelNews(long startedNanos) {
    this.startedNanos = startedNanos;
  }

  /** Both connections are open. */
  Optional<News> up() {
    return told.filter(News.Connected.class::isInstance).isPresent() ? Optional.empty() : tell(new News.Connected());
  }

  /** One of the connections is gone, or couldn't be made. */
  Optional<News> down(DisconnectCause trouble, String why, long nowNanos) {
    failed = true;
    boolean news = switch (told.orElse(null)) {
      case null -> trouble != DisconnectCause.STARTING || nowNanos - startedNanos >= PATIENCE.toNanos();
      case News.Connected _ -> true;
      case News.Away(DisconnectCause before, String said) ->
        said.equals(SILENCE) || trouble != before && trouble.needsPerson();
    };
    return news ? tell(new News.Away(trouble, why)) : Optional.empty();
  }

  /** Nothing has happened for some time. */
  Optional<News> silence(long nowNanos) {
    return told.isEmpty() && !failed && nowNanos - startedNanos >= ANSWER.toNanos()
        ? tell(new News.Away(DisconnectCause.AWAY, SILENCE))
        : Optional.empty();
  }

  private Optional<News> tell(News news) {
    told = Optional.of(news);
    return told;
  }
}
