package dev.devsession.proxy.routes;

import dev.devsession.match.RuleSet;

/**
 * One session's part of an intercepted port.
 *
 * @param machine the session's gateway, with the port on the machine
 * @param role what the machine gets
 * @param refuseWhenAway whether matching requests are refused while the machine can't take them; else the original
 *   answers them
 * @param answerHeader whether answers to matching requests say who gave them
 * @param rules the requests that it asks for
 */
public record SessionRoute(String session, Target machine, Role role, boolean refuseWhenAway, boolean answerHeader,
    RuleSet rules) {
  /** What the machine gets. */
  public enum Role {
    /** It answers the matching requests. */
    MATCHING,
    /** It answers every connection, whatever its protocol. */
    ALL,
    /** It gets copies of matching requests that change nothing, and its answers are dropped. */
    MIRROR,
    /** It gets copies of all matching requests. */
    MIRROR_UNSAFE;

    public boolean isMirror() {
      return this == MIRROR || this == MIRROR_UNSAFE;
    }
  }

  /** Of a session whose answers stay as they are. */
  public SessionRoute(String session, Target machine, Role role, boolean refuseWhenAway, RuleSet rules) {
    this(session, machine, role, refuseWhenAway, false, rules);
  }
}
