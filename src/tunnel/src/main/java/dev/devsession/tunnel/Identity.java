package dev.devsession.tunnel;

/**
 * The agent that connects to a gateway.
 *
 * @param session UID of the DevSession
 * @param agent random for each process; a connection of the same agent replaces its older one
 * @param who for people, such as {@code ada@thinkpad}
 * @param version of the agent
 * @param takeOver whether to replace another connected agent
 */
public record Identity(String session, String agent, String who, String version, boolean takeOver) {

  /** The same, but without replacing another agent. */
  public Identity yielding() {
    return new Identity(session, agent, who, version, false);
  }
}
