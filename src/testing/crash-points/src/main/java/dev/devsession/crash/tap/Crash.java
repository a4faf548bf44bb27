package dev.devsession.crash.tap;

/**
 * Where a process is to crash.
 *
 * @param write which of its writes, from 1
 */
public record Crash(int write, CrashMode way) {
  @Override
  public String toString() {
    return write + ":" + way;
  }
}
