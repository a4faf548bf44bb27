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

  /** A new gateway needs time to start, so failures within this time are not reported. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final long startedNanos;
  private Optional<News> told = Optional.empty();

  TunnelNews(long startedNanos) {
    this.startedNanos = startedNanos;
  }

  /** Both connections are open. */
  Optional<News> up() {
    return told.filter(News.Connected.class::isInstance).isPresent() ? Optional.empty() : tell(new News.Connected());
  }

  /** One of the connections is gone, or couldn't be made. */
  Optional<News> down(DisconnectCause trouble, String why, long nowNanos) {
    boolean news = switch (told.orElse(null)) {
      case null -> trouble.needsPerson() || nowNanos - startedNanos >= PATIENCE.toNanos();
      case News.Connected _ -> true;
      case News.Away(DisconnectCause before, String _) -> trouble != before && trouble.needsPerson();
    };
    return news ? tell(new News.Away(trouble, why)) : Optional.empty();
  }

  private Optional<News> tell(News news) {
    told = Optional.of(news);
    return told;
  }
}
