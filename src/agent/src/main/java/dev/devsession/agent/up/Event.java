package dev.devsession.agent.up;

import dev.devsession.agent.session.Session;
import java.time.Duration;

/** What can happen while a session is up. */
public sealed interface Event {
  /** Now it begins. */
  record Started() implements Event {}

  /** The session as it is now. */
  record Seen(Session session) implements Event {}

  /** The session doesn't exist any more. */
  record Gone() implements Event {}

  /** The tunnel is connected. */
  record Connected(Duration roundTrip) implements Event {}

  /** New connections take another way. @param way for people, in one line */
  record Way(String way) implements Event {}

  /** The tunnel is down; it redials by itself. */
  record Lost(String why) implements Event {}

  /** The gateway or the API server refuses this agent. */
  record Refused(String message, boolean occupied) implements Event {}

  /** Whether something listens on a port of this machine. */
  record Local(int port, boolean listening) implements Event {}

  /** All names are written, or none will be. */
  record NamesDone() implements Event {}

  /** The user's command has ended. */
  record CommandEnded(int code) implements Event {}

  /** A failure that ends the run. */
  record Failed(RuntimeException why) implements Event {}

  /** The user has asked to stop. */
  record StopAsked() implements Event {}

  /** The user has asked to stop once more, while the run waits for its end. */
  record StopAskedAgain() implements Event {}

  /** A second has passed. */
  record Tick() implements Event {}
}
