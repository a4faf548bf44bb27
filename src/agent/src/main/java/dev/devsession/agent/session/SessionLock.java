package dev.devsession.agent.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Lets only one process of a machine run a session. The operating system drops the lock when the process exits. */
public final class SessionLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private SessionLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes it.
   *
   * @throws AgentException if another process of this user has it
   */
  public static SessionLock take(Session session) {
    var file = file(session);
    try {
      Files.createDirectories(file.getParent());
      var channel = FileChannel.open(file, CREATE, WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new AgentException(ExitCode.CONFLICT, "session " + session + " already runs on this machine, as pid "
            + Files.readString(file, US_ASCII).strip() + ": stop that one (Ctrl-C there, or  devsession leave "
            + session.name() + " -n " + session.namespace() + "), or give this one another --name");
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)));
      return new SessionLock(file, channel);
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "could not write " + file + ": " + FailureText.reason(e), e);
    }
  }

  /** Takes it if there is a session. */
  public static SessionLock orNone(Optional<Session> session) {
    return session.map(SessionLock::take).orElseGet(() -> new SessionLock(null, null));
  }

  /** Whether there was no session to take. */
  public boolean isNone() {
    return channel == null;
  }

  /** Whether a process of this user has it. */
  public static boolean isTaken(Session session) {
    return holder(session).isPresent();
  }

  /** The process that has it. */
  public static OptionalLong holder(Session session) {
    var file = file(session);
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    try (var channel = FileChannel.open(file, WRITE)) {
      if (channel.tryLock() != null) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(Long.parseLong(Files.readString(file, US_ASCII).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (channel == null) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Named after the session's UID, which is unique across clusters. */
  private static Path file(Session session) {
    var configured = System.getenv("XDG_STATE_HOME");
    var base = configured != null && Path.of(configured).isAbsolute()
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home"), ".local", "state");
    return base.resolve("devsession").resolve("session-" + session.uid());
  }
}
