package dev.devsession.console;

/** What the process's exit code tells a script. */
public enum ExitCode {

  /** Done; also after SIGINT, SIGTERM or SIGHUP, once the hosts file is restored. */
  OK(0),
  /** An unexpected failure, or something that could not be done; the message says what. */
  FAILURE(1),
  /**
   * Wrong options, kubeconfig or context, no object of that name in the cluster, or a hosts file that cannot be edited
   * safely.
   */
  BAD_INPUT(2),
  /** The user may not write the hosts file, or the cluster refuses this user. */
  NO_PERMISSION(3),
  /** A conflict: another agent manages this hosts file or session, or the operator runs. */
  CONFLICT(4),
  /** The API server could not be reached at the start. */
  UNREACHABLE(5),
  /** The cluster serves no DevSessions: the operator isn't installed. */
  NOT_INSTALLED(6),
  /** The session ended: another user or program deleted or suspended it, or it expired. */
  ENDED(7),
  /** The session wasn't ready within the time that the user gave it. */
  NOT_READY(8),
  /** The traced request didn't come to this machine. */
  NOT_REACHED(9),
  /** The user's command exists and can't be run; as shells have it. */
  NOT_EXECUTABLE(126),
  /** There is no such command; as shells have it. */
  NO_SUCH_PROGRAM(127),
  /** The user's command had to be killed; as shells have it for SIGKILL. */
  KILLED(137);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** What a failure ends the process with. */
  public static int of(RuntimeException failure) {
    return failure instanceof AgentException told ? told.exitCode().code() : FAILURE.code();
  }
}
