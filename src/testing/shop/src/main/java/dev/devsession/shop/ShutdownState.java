package dev.devsession.shop;

/** Whether the process was asked to stop. */
final class ShutdownState {

  private volatile boolean begun;

  void begin() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }
}
