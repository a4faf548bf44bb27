package dev.devsession.console;

/** What the process's exit code tells a script. */
public enum ExitCode {

  /** Done; also after SIGINT, SIGTERM or SIGHUP, once the hosts file is as it was. */
  OK(0),
  /** Something that should not happen, or could not be done; the message tells what. */
  FAILURE(1),
  /**
   * Wrong options, kubeconfig or context, nothing of that name in the cluster, or a hosts file that cannot be edited
   * safely.
   */
  BAD_INPUT(2),
  /** The hosts file may not be written, or the cluster refuses this user. */
  NO_PERMISSION(3),
  /** Somebody else is at it: another agent holds this hosts file, or the operator runs. */
  CONFLICT(4),
  /** The API server could not be reached at the start. */
  UNREACHABLE(5),
  /** The cluster serves no DevSessions: the operator isn't installed. */
  NOT_INSTALLED(6),
  /** Somebody else ended the session: deleted, suspended or expired. */
  ENDED(7);

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
