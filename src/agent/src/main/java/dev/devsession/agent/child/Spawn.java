package dev.devsession.agent.child;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Starts a program as the leader of a new process group, with this process's directory and standard
 * streams (posix_spawn(3)). Java's own way can't put a process into a group.
 */
final class Spawn {
  /** Larger than the opaque structures of every C library. */
  private static final long STRUCTURE = 1024;
  private static final short GROUP_DEFAULT_SIGNALS_AND_MASK = 0x02 | 0x04 | 0x08;
  private static final int FIRST_PRIVATE_DESCRIPTOR = 3;
  private static final int STANDARD_OUTPUT = 1;
  private static final int WRITE_ONLY = 1;
  private static final int NOT_A_PROGRAM = 8;
  private static final int SET_FLAGS = 2;
  private static final int CLOSE_ON_EXEC = 1;

  private Spawn() {}

  /**
   * Starts it.
   *
   * @param command its words; the first is only what the program sees as its name
   * @param variables besides those of this process, and instead of those of the same name
   * @param outputs that it opens as its standard output and standard error; empty: those of this process
   * @return the process
   * @throws SpawnException if the system refuses
   */
  static int start(Path program, List<String> command, Map<String, String> variables, List<Path> outputs)
      throws SpawnException {
    try {
      return start(program.toString(), command, variables, outputs);
    } catch (SpawnException e) {
      if (e.errno() != NOT_A_PROGRAM) {
        throw e;
      }
      // A script without #! in its first line is one for sh, as for every shell.
      var words = new ArrayList<>(List.of("sh", program.toString()));
      words.addAll(command.subList(1, command.size()));
      return start("/bin/sh", words, variables, outputs);
    }
  }

  private static int start(String file, List<String> words, Map<String, String> variables, List<Path> outputs)
      throws SpawnException {
    int errno;
    int process;
    try (var arena = Arena.ofConfined()) {
      var attributes = arena.allocate(STRUCTURE, 16);
      var actions = arena.allocate(STRUCTURE, 16);
      call("posix_spawnattr_init", attributes);
      call("posix_spawn_file_actions_init", actions);
      prepare(attributes, signals(arena, true), signals(arena, false));
      for (int i = 0; i < outputs.size(); i++) {
        open(arena, actions, STANDARD_OUTPUT + i, outputs.get(i));
      }
      keepPrivateDescriptors(actions);
      var started = arena.allocate(JAVA_INT);
      errno = (int) NativeCalls.call("posix_spawn", NativeCalls.plain(), ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
          ADDRESS).invokeExact(started, arena.allocateFrom(file), actions, attributes, strings(arena, words),
              ChildVariables.array(arena, variables));
      process = started.get(JAVA_INT, 0);
      call("posix_spawnattr_destroy", attributes);
      call("posix_spawn_file_actions_destroy", actions);
    } catch (Throwable e) {
      throw NativeCalls.failed(e);
    }
    if (errno != 0) {
      throw new SpawnException(errno);
    }
    return process;
  }

  private static void open(SegmentAllocator memory, MemorySegment actions, int descriptor, Path file)
      throws Throwable {
    int refused = (int) NativeCalls.call("posix_spawn_file_actions_addopen", NativeCalls.plain(), ADDRESS, JAVA_INT,
        ADDRESS, JAVA_INT, JAVA_INT)
        .invokeExact(actions, descriptor, memory.allocateFrom(file.toString()), WRITE_ONLY, 0);
    if (refused != 0) {
      throw new SpawnException(refused);
    }
  }

  private static void prepare(MemorySegment attributes, MemorySegment defaults, MemorySegment blocked)
      throws Throwable {
    var _ = (int) NativeCalls.call("posix_spawnattr_setflags", NativeCalls.plain(), ADDRESS, JAVA_SHORT)
        .invokeExact(attributes, GROUP_DEFAULT_SIGNALS_AND_MASK);
    var _ = (int) NativeCalls.call("posix_spawnattr_setpgroup", NativeCalls.plain(), ADDRESS, JAVA_INT)
        .invokeExact(attributes, 0);
    var twice = new MemoryLayout[]{ADDRESS, ADDRESS};
    var _ = (int) NativeCalls.call("posix_spawnattr_setsigdefault", NativeCalls.plain(), twice)
        .invokeExact(attributes, defaults);
    var _ = (int) NativeCalls.call("posix_spawnattr_setsigmask", NativeCalls.plain(), twice)
        .invokeExact(attributes, blocked);
  }

  /** The signals that {@link JobTerminal} has this process ignore, or none. */
  private static MemorySegment signals(SegmentAllocator memory, boolean ignored) throws Throwable {
    var set = memory.allocate(STRUCTURE, 16);
    call("sigemptyset", set);
    if (ignored) {
      var _ = (int) NativeCalls.call("sigaddset", NativeCalls.plain(), ADDRESS, JAVA_INT)
          .invokeExact(set, JobTerminal.BACKGROUND_WRITE);
    }
    return set;
  }

  /** Sockets and locks of this process are not the program's. */
  private static void keepPrivateDescriptors(MemorySegment actions) throws Throwable {
    var closing = NativeCalls.find("posix_spawn_file_actions_addclosefrom_np");
    if (closing.isPresent()) {
      var _ = (int) NativeCalls.at(closing.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT))
          .invokeExact(actions, FIRST_PRIVATE_DESCRIPTOR);
      return;
    }
    var fcntl = NativeCalls.at(NativeCalls.find("fcntl").orElseThrow(),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    for (var name : Objects.requireNonNullElse(new File("/dev/fd").list(), new String[0])) {
      if (Integer.parseInt(name) >= FIRST_PRIVATE_DESCRIPTOR) {
        var _ = (int) fcntl.invokeExact(Integer.parseInt(name), SET_FLAGS, CLOSE_ON_EXEC);
      }
    }
  }

  private static MemorySegment strings(SegmentAllocator memory, List<String> strings) {
    var array = memory.allocate(ADDRESS, strings.size() + 1L);
    for (int i = 0; i < strings.size(); i++) {
      array.setAtIndex(ADDRESS, i, memory.allocateFrom(strings.get(i)));
    }
    array.setAtIndex(ADDRESS, strings.size(), MemorySegment.NULL);
    return array;
  }

  private static void call(String function, MemorySegment structure) throws Throwable {
    var _ = (int) NativeCalls.call(function, NativeCalls.plain(), ADDRESS).invokeExact(structure);
  }
}
