package dev.devsession.agent.sync;

import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.names.NamePlan;
import dev.devsession.hosts.names.ReachabilityPolicy;
import java.util.concurrent.CompletableFuture;

/** What reaching Services depends on, apart from the Services themselves. */
@FunctionalInterface
interface ReachabilitySource extends AutoCloseable {

  /** Completes when all is known that a first plan needs. */
  default CompletableFuture<Void> start() {
    return CompletableFuture.completedFuture(null);
  }

  /** Asks the cluster again for what it doesn't watch. */
  default void refresh() {}

  /** For names that are planned for this text. Without effects. */
  ReachabilityPolicy policy(HostsText text);

  /** Takes note that the names planned for this text are in the file. */
  default void written(HostsText text, NamePlan plan) {}

  @Override
  default void close() {}
}
