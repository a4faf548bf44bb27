package dev.devsession.agent.sync;

import dev.devsession.agent.watch.PodNameWatch;
import dev.devsession.console.FailureText;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.names.LeftBlock;
import dev.devsession.hosts.names.LoopbackAddresses;
import dev.devsession.hosts.names.NamePlan;
import dev.devsession.hosts.names.ReachabilityPolicy;
import dev.devsession.hosts.names.TunnelPolicy;
import java.util.concurrent.CompletableFuture;

/** Names lead to loopback addresses; those that a block shows already mean the same again. */
final class TunnelReachability implements ReachabilitySource {
  /** As they stand in the file, or stood there. */
  private final LoopbackAddresses given = new LoopbackAddresses();
  private final PodNameWatch pods;
  private final Terminal terminal;

  TunnelReachability(PodNameWatch pods, Terminal terminal) {
    this.pods = pods;
    this.terminal = terminal;
  }

  @Override
  public CompletableFuture<Void> start() {
    return pods.start().exceptionally(failure -> {
      terminal.warning("names", "pods of headless services have none, or outdated ones: " + FailureText.of(failure));
      return null;
    });
  }

  @Override
  public ReachabilityPolicy policy(HostsText text) {
    return new TunnelPolicy(LoopbackPlan.given(given, text), pods.pods());
  }

  @Override
  public void written(HostsText text, NamePlan plan) {
    given.adopt(LeftBlock.titles(text.blockLines()));
    given.adopt(plan.titles());
  }

  @Override
  public void close() {
    pods.close();
  }
}
