package dev.devsession.console;

/** A failure that a person can act on: its message says what happened and what to do, its code ends the process. */
public final class AgentException extends RuntimeException {

  private final ExitCode exitCode;

  public AgentException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public AgentException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
