package dev.devsession.tunnel;

/**
 * Who connects to a gateway.
 *
 * @param session UID of the DevSession
 * @param agent random for each process; a connection of the same agent replaces its older one
 * @param who for people, such as {@code ada@thinkpad}
 * @param version of the agent
 * @param takeOver whether another agent is to be put out
 */
public record Identity(String session, String agent, String who, String version, boolean takeOver) {

  /** The same that puts nobody out. */
  public Identity yielding() {
    return new Identity(session, agent, who, version, false);
  }
}
