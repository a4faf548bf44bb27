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

  /** A new gateway needs time to start, so failures within this time are not reported. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final long startedNanos;
  private Optional<News> reported = Optional.empty();

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
    boolean worthReporting = switch (reported.orElse(null)) {
      case null -> cause.needsUser() || nowNanos - startedNanos >= PATIENCE.toNanos();
      case News.Connected _ -> true;
      case News.Away(DisconnectCause before, String _) -> cause != before && cause.needsUser();
    };
    return worthReporting ? report(new News.Away(cause, why)) : Optional.empty();
  }

  private Optional<News> report(News news) {
    reported = Optional.of(news);
    return reported;
  }
}
