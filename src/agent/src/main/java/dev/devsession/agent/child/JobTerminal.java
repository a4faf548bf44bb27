package dev.devsession.agent.child;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * The terminal, which one process group at a time can read, and which sends Ctrl-C and Ctrl-Z to that group. The
 * command's group gets it as a job of a shell does.
 */
final class JobTerminal {
  /** SIGTTOU: sent to a process that changes the terminal from the background. */
  static final int BACKGROUND_WRITE = 22;
  private static final boolean IS_MAC = System.getProperty("os.name").startsWith("Mac");
  private static final int CONTINUE = IS_MAC ? 19 : 18;
  private static final int STOP_BY_TERMINAL = IS_MAC ? 18 : 20;
  private static final Duration UNTIL_STOPPED = Duration.ofMillis(200);
  private static final int NONE = -1;

  private final int descriptor;

  private JobTerminal(int descriptor) {
    this.descriptor = descriptor;
  }

  /** The terminal of this process, if one of its standard streams is that. */
  static JobTerminal ofThisProcess() {
    var terminal = new JobTerminal(
        IntStream.range(0, 3).filter(d -> NativeCalls.foregroundGroup(d) >= 0).findFirst().orElse(NONE));
    if (terminal.exists()) {
      ignoreBackgroundWrite();
    }
    return terminal;
  }

  /** A group was started. */
  void started(int group) {
    if (isOurs()) {
      give(group);
    }
  }

  /** A group was stopped by the terminal: stops this process too, until the shell continues it. */
  void stopped(int group) {
    if (!exists()) {
      return; // stopped by hand, to be continued by hand
    }
    if (!isOurs()) {
      ended(group);
      NativeCalls.kill(0, STOP_BY_TERMINAL);
      LockSupport.parkNanos(UNTIL_STOPPED.toNanos());
    }
    started(group);
    NativeCalls.kill(-group, CONTINUE);
  }

  /** A group has ended: takes the terminal back from it. */
  void ended(int group) {
    if (exists() && NativeCalls.foregroundGroup(descriptor) == group) {
      give(NativeCalls.ownGroup());
    }
  }

  private boolean exists() {
    return descriptor != NONE;
  }

  private boolean isOurs() {
    return exists() && NativeCalls.foregroundGroup(descriptor) == NativeCalls.ownGroup();
  }

  private void give(int group) {
    NativeCalls.setForegroundGroup(descriptor, group);
  }

  /** Otherwise taking the terminal back would stop this process, and so would its messages under stty tostop. */
  private static void ignoreBackgroundWrite() {
    var signal = NativeCalls.at(NativeCalls.find("signal").orElseThrow(),
        FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    try {
      var _ = (MemorySegment) signal.invokeExact(BACKGROUND_WRITE, MemorySegment.ofAddress(1));
    } catch (Throwable e) {
      throw NativeCalls.failed(e);
    }
  }
}
