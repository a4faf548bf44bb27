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

  /** The tunnel stands. */
  record Connected(Duration roundTrip) implements Event {}

  /** The tunnel doesn't stand any more; it is tried again by itself. */
  record Lost(String why) implements Event {}

  /** The gateway or the API server doesn't want us. */
  record Refused(String message, boolean occupied) implements Event {}

  /** Whether something listens on a port of this machine. */
  record Local(int port, boolean listening) implements Event {}

  /** All names stand, or none will. */
  record NamesDone() implements Event {}

  /** The command that was given has ended. */
  record CommandEnded(int code) implements Event {}

  /** Something failed that can't be gone on without. */
  record Failed(RuntimeException why) implements Event {}

  /** The user has had enough. */
  record StopAsked() implements Event {}

  /** A second has passed. */
  record Tick() implements Event {}
}
