package dev.devsession.agent.tunnel;

import java.time.Duration;

/**
 * What is worth telling about a tunnel: each once when it changes. Called on the tunnel's event loop, so it must not
 * block.
 */
public interface TunnelEvents {
  /** Connections are carried, both ways. */
  void connected(Duration roundTrip);

  /** Nothing is carried, and it is tried again by itself; also told when the reason becomes one that needs a person. */
  void lost(String why);

  /**
   * The gateway doesn't want this agent. It is asked again now and then.
   *
   * @param occupied
   *          whether another agent is connected, which {@code --take-over} would put out
   */
  void refused(String message, boolean occupied);

  /** A connection was for a port of this machine that nobody listens on; told once until it is answered. */
  void localRefused(int hostPort);

  /** A port that was told as refused is answered. */
  void localAnswered(int hostPort);
}
