package dev.devsession.agent.logs;

/** Whether this process should print colours. */
public final class TerminalColors {
  private TerminalColors() {}

  /** At a terminal, unless the user's environment says NO_COLOR (no-color.org). */
  public static boolean wanted() {
    return System.getenv().getOrDefault("NO_COLOR", "").isEmpty() && System.console() != null
        && System.console().isTerminal();
  }
}
