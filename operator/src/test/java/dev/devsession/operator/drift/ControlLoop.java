package dev.devsession.operator.drift;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a step after each change of one object, one call at a time, as controllers do; events meanwhile become one. */
final class ControlLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
  private final ScheduledExecutorService thread = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final AtomicBoolean queued = new AtomicBoolean();
  private final LiveObject object;
  private final Duration delay;
  private final Runnable step;
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  /** @param delay from a change to the step */
  ControlLoop(LiveObject object, Duration delay, Runnable step) {
    this.object = object;
    this.delay = delay;
    this.step = step;
    informer = object.resource().inform(new ResourceEventHandler<>() {
      @Override
      public void onAdd(GenericKubernetesResource added) {
        trigger();
      }

      @Override
      public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource changed) {
        trigger();
      }

      @Override
      public void onDelete(GenericKubernetesResource gone, boolean unknown) {
        trigger();
      }
    });
  }

  /** Schedules the step, as if the object had changed. */
  void trigger() {
    if (!thread.isShutdown() && queued.compareAndSet(false, true)) {
      thread.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void run() {
    queued.set(false);
    try {
      step.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) { // otherwise it is deleted, and there is nothing left to do
        LOG.info("{} {} tries again: {}", object.kind(), object.name(), e.getMessage());
        trigger();
      }
    } catch (RuntimeException e) {
      LOG.error("{} {}", object.kind(), object.name(), e);
    }
  }

  @Override
  public void close() {
    informer.close();
    thread.shutdownNow();
  }
}
