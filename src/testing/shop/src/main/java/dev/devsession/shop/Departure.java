package dev.devsession.shop;

/** Whether the process has been asked to leave. */
final class Departure {

  private volatile boolean begun;

  void begin() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }
}
