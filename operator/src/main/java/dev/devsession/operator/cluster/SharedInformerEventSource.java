package dev.devsession.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;
import java.util.function.Function;

/** Reconciles the primaries that a change of a watched object concerns. */
public final class SharedInformerEventSource<R extends HasMetadata, P extends HasMetadata>
    extends
      AbstractEventSource<R, P> {
  private final SharedInformer<R> watched;
  private final Function<R, Set<ResourceID>> concerned;
  private boolean subscribed;

  /** @param concerned a function of the object and of what is cached, fast and without side effects */
  public SharedInformerEventSource(SharedInformer<R> watched, Function<R, Set<ResourceID>> concerned) {
    super(watched.type(), "watched-" + watched.type().getSimpleName());
    this.watched = watched;
    this.concerned = concerned;
  }

  @Override
  public synchronized void start() {
    super.start();
    if (!subscribed) {
      subscribed = true;
      watched.onChange(o -> {
        if (isRunning()) {
          concerned.apply(o).forEach(id -> getEventHandler().handleEvent(new Event(id)));
        }
      });
    }
  }

  @Override
  public Set<R> getSecondaryResources(P primary) {
    return Set.of(); // Reconcilers read the shared view directly.
  }
}
