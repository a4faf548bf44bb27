package dev.devsession.agent;

import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.agent.session.SessionLock;
import dev.devsession.agent.session.WhoAmI;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code devsession leave}. */
@Command(name = "leave", mixinStandardHelpOptions = true, sortOptions = false, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done", "1:the process that runs the session did not exit",
        "2:wrong options, kubeconfig or context, or no such session",
        "3:a permission is missing", "4:the session runs on another machine, or no process here runs it",
        "5:the API server cannot be reached", "6:the operator isn't installed"},
    description = {
        "Stops the devsession up or connect that runs the session on this machine, as Ctrl-C in its terminal would.",
        "Also deletes a session that a killed devsession up of this machine left behind."})
final class LeaveCommand implements Callable<Integer> {
  private static final long PATIENCE_SECONDS = 40;

  @ParentCommand
  private Devsession parent;

  @Mixin
  private ClusterOptions where;

  @Parameters(paramLabel = "NAME", description = "The session.")
  private String name;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    try (var cluster = where.open()) {
      var sessions = new SessionClient(cluster);
      var session = Session.of(sessions.get(name));
      var holder = SessionLock.holder(session);
      if (holder.isPresent()) {
        stopProcess(holder.getAsLong());
        parent.terminal().done("left", "session " + session + ": pid " + holder.getAsLong() + " has exited");
      } else if (session.madeBy().filter(WhoAmI.onThisMachine()::equals).isPresent()) {
        sessions.delete(session);
        parent.terminal().done("deleted", "session " + session + "; the operator is restoring the originals");
      } else {
        throw new AgentException(ExitCode.CONFLICT, "no process on this machine runs session " + session
            + session.madeBy().map(by -> ", which " + by + " created").orElse("")
            + ". To delete it for all users: kubectl delete -n " + session.namespace() + " dev/" + session.name());
      }
      return ExitCode.OK.code();
    }
  }

  private static void stopProcess(long pid) throws InterruptedException, ExecutionException {
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().destroy();
      try {
        process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AgentException(ExitCode.FAILURE, "pid " + pid + " did not exit within "
            + PATIENCE_SECONDS + " s of being asked to: kill -9 " + pid, e);
      }
    }
  }
}
