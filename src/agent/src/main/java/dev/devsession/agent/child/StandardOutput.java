package dev.devsession.agent.child;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/** Where this process's output goes. */
public final class StandardOutput {
  private StandardOutput() {}

  /** Whether people see it, now and in the terminal's history; Java only tells of input and output together. */
  public static boolean isTerminal() {
    try {
      return (int) NativeCalls.call("isatty", NativeCalls.plain(), JAVA_INT).invokeExact(1) == 1;
    } catch (Throwable e) {
      throw NativeCalls.failed(e);
    }
  }
}
