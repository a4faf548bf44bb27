package dev.devsession.agent.watch;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Runs an action after each change of the watched objects. */
record OnAnyChange<T>(Runnable action) implements ResourceEventHandler<T> {

  @Override
  public void onAdd(T added) {
    action.run();
  }

  @Override
  public void onUpdate(T before, T after) {
    action.run();
  }

  @Override
  public void onDelete(T deleted, boolean stateUnknown) {
    action.run();
  }
}
