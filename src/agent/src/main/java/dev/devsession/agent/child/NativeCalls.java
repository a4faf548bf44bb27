package dev.devsession.agent.child;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/** The C library's functions for processes that Java doesn't offer: groups, their signals, and the terminal's group. */
@SuppressWarnings("restricted") // the launcher allows it
final class NativeCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final int INTERRUPTED = 4;
  private static final int NO_SUCH_PROCESS = 3;
  /** Also tells when the process was stopped. */
  private static final int UNTRACED = 2;

  private static final MethodHandle KILL = call("kill", capturing(), JAVA_INT, JAVA_INT);
  private static final MethodHandle WAITPID = call("waitpid", capturing(), JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETPGRP = call("getpgrp", plain());
  private static final MethodHandle TCGETPGRP = call("tcgetpgrp", plain(), JAVA_INT);
  private static final MethodHandle TCSETPGRP = call("tcsetpgrp", plain(), JAVA_INT, JAVA_INT);

  private NativeCalls() {}

  /** A function that returns an int. */
  static MethodHandle call(String name, Linker.Option[] options, MemoryLayout... parameters) {
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters), options);
  }

  static Linker.Option[] plain() {
    return new Linker.Option[0];
  }

  /** Where something of the C library is, if it has that. */
  static Optional<MemorySegment> find(String name) {
    return LIBRARY.find(name);
  }

  static MethodHandle at(MemorySegment function, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(function, descriptor, options);
  }

  /** Sends a signal; signal 0 only looks. Returns whether there is such a process or, if negative, such a group. */
  static boolean kill(int process, int signal) {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      return (int) KILL.invokeExact(state, process, signal) == 0 || (int) ERRNO.get(state, 0L) != NO_SUCH_PROCESS;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Waits until a child has ended or was stopped; returns its status as waitpid(2) gives it. */
  static int waitFor(int process) {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      var status = arena.allocate(JAVA_INT);
      while ((int) WAITPID.invokeExact(state, process, status, UNTRACED) < 0) {
        var errno = (int) ERRNO.get(state, 0L);
        if (errno != INTERRUPTED) {
          throw new IllegalStateException("waitpid failed with errno " + errno);
        }
      }
      return status.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** The process group of this process. */
  static int ownGroup() {
    try {
      return (int) GETPGRP.invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** The group in the foreground of a terminal; negative if this isn't the terminal of this process. */
  static int foregroundGroup(int descriptor) {
    try {
      return (int) TCGETPGRP.invokeExact(descriptor);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void setForegroundGroup(int descriptor, int group) {
    try {
      var _ = (int) TCSETPGRP.invokeExact(descriptor, group);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** A call itself throws nothing but what is wrong with this process. */
  static IllegalStateException failed(Throwable failure) {
    return failure instanceof IllegalStateException told ? told : new IllegalStateException(failure);
  }

  private static Linker.Option[] capturing() {
    return new Linker.Option[]{Linker.Option.captureCallState("errno")};
  }
}
