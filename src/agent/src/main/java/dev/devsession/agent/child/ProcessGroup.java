package dev.devsession.agent.child;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program and what it starts, as one process group, which is ended as a whole. */
public final class ProcessGroup {
  private static final int TERMINATE = 15;
  private static final int KILL = 9;
  private static final int SIGNALLED = 128;
  private static final int LOOK_MILLIS = 20;
  /** The system ends what was killed in next to no time, unless it hangs in a system call. */
  private static final Duration UNTIL_DEAD = Duration.ofSeconds(1);

  private final int leader;
  private final GroupGuard guard;
  private final JobTerminal terminal;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  private ProcessGroup(int leader, GroupGuard guard, JobTerminal terminal) {
    this.leader = leader;
    this.guard = guard;
    this.terminal = terminal;
  }

  /**
   * Starts a program. If this process has the terminal, the program gets it until it ends.
   *
   * @param program its file
   * @param command its words, the first one included
   * @param environment that it gets besides this process's, and instead of variables of the same name
   * @param outputs existing files for its standard output and standard error; empty: this process's own
   * @throws AgentException if it can't be run
   */
  public static ProcessGroup start(Path program, List<String> command, Map<String, String> environment,
      List<Path> outputs) {
    try {
      var terminal = JobTerminal.ofThisProcess();
      var guard = GroupGuard.start();
      var group = new ProcessGroup(Spawn.start(program, command, environment, outputs), guard, terminal);
      guard.guard(group.leader);
      terminal.started(group.leader);
      Thread.ofPlatform().daemon().name("devsession-command").start(group::follow);
      return group;
    } catch (SpawnException | IOException e) {
      throw new AgentException(ExitCode.NOT_EXECUTABLE, "cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  /** Completes with the program's exit code, as a shell would give it, when the program has ended. */
  public CompletableFuture<Integer> ended() {
    return ended;
  }

  /**
   * Ends what still runs of it: by SIGTERM, and after a while by SIGKILL.
   *
   * @return whether something had to be killed
   */
  public boolean end(Duration patience) throws InterruptedException {
    try {
      NativeCalls.kill(-leader, TERMINATE);
      if (awaitEmpty(patience)) {
        return false;
      }
      NativeCalls.kill(-leader, KILL);
      awaitEmpty(UNTIL_DEAD);
      return true;
    } finally {
      guard.dismiss();
    }
  }

  private boolean awaitEmpty(Duration patience) throws InterruptedException {
    var start = System.nanoTime();
    while (!ended.isDone() || GroupMembers.run(leader)) {
      if (System.nanoTime() - start > patience.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /** On a thread of its own, until the program has ended. */
  private void follow() {
    while (!ended.isDone()) {
      var status = NativeCalls.waitFor(leader);
      var signal = status & 0x7f;
      if (signal == 0x7f) {
        terminal.stopped(leader, status >> 8 & 0xff);
      } else {
        terminal.ended(leader);
        ended.complete(signal == 0 ? status >> 8 & 0xff : SIGNALLED + signal);
      }
    }
  }
}
