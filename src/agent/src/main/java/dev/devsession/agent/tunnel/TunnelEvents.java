package dev.devsession.agent.tunnel;

import java.time.Duration;

/**
 * Receives each change of a tunnel once. Called on the tunnel's event loop, so it must not
 * block.
 */
public interface TunnelEvents {
  /** The tunnel carries connections both ways. */
  void connected(Duration roundTrip);

  /** The tunnel is down and redials by itself. Also called when the user now has to remove the cause. */
  void lost(String why);

  /**
   * The gateway refuses this agent. The tunnel asks again from time to time.
   *
   * @param occupied
   *          whether another agent is connected, which {@code --take-over} would replace
   */
  void refused(String message, boolean occupied);

  /** New connections take another way, or the same one for another reason. */
  default void way(TunnelWay way) {}

  /** A connection was for a port of this machine that no process listens on; called once until a process answers. */
  void localRefused(int hostPort);

  /** A port that was reported as refused now answers. */
  void localAnswered(int hostPort);
}
