package dev.devsession.agent.session;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** Lets only one process of a machine run a session. The operating system drops the lock when the process exits. */
public final class SessionLock implements AutoCloseable {
  /** Another process may hold the lock for a moment, to see whether it is left over. */
  private static final int TRIES = 50;
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final Path file;
  private final FileChannel channel;
  private final LockedSession content;

  private SessionLock(Path file, FileChannel channel, LockedSession content) {
    this.file = file;
    this.channel = channel;
    this.content = content;
  }

  /**
   * Takes it, and deletes what killed processes left.
   *
   * @param server the API server's address
   * @param names those that this process is going to keep
   * @throws AgentException if another process of this user has it
   */
  public static SessionLock acquire(Session session, String server, Optional<LockedSession.NamesKept> names) {
    var state = StateFiles.ofUser();
    state.sweep();
    var file = file(state, session);
    try {
      Files.createDirectories(file.getParent());
      for (var i = 0; i < TRIES; i++) {
        var channel = FileChannel.open(file, CREATE, WRITE);
        var opened = inode(file);
        if (channel.tryLock() == null) {
          channel.close();
          refuseIfHeld(session, file);
          LockSupport.parkNanos(BETWEEN.toNanos());
        } else if (opened.isPresent() && opened.equals(inode(file))) {
          var content = new LockedSession(ProcessHandle.current().pid(), session.toString(), server, names,
              System.currentTimeMillis());
          channel.truncate(0);
          channel.write(ByteBuffer.wrap(content.text().getBytes(UTF_8)), 0);
          return new SessionLock(file, channel, content);
        } else {
          channel.close(); // deleted before it was locked, so that the name belongs to another file or none
        }
      }
      throw new AgentException(ExitCode.CONFLICT, "session " + session + " is being started on this machine already");
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "could not write " + file + ": " + FailureText.reason(e), e);
    }
  }

  private static void refuseIfHeld(Session session, Path file) throws IOException {
    var pid = readPid(file);
    if (pid.isPresent() && ProcessHandle.of(pid.getAsLong()).isPresent()) {
      throw new AgentException(ExitCode.CONFLICT, "session " + session + " already runs on this machine, as pid "
          + pid.getAsLong() + ": stop that one (Ctrl-C there, or  devsession leave " + session.name() + " -n "
          + session.namespace() + "), or give this one another --name");
    }
  }

  /** Nothing to lock. */
  public static SessionLock none() {
    return new SessionLock(null, null, null);
  }

  /** Whether there was no session to take. */
  public boolean isNone() {
    return channel == null;
  }

  /** The session of another process that keeps the very names which this process is to keep. */
  public Optional<LockedSession> keeperOfNames() {
    return content == null
        ? Optional.empty()
        : StateFiles.ofUser().running(file).stream().filter(other -> other.keepsNamesOf(content)).findFirst();
  }

  /** Whether a process of this user has it. */
  public static boolean isTaken(Session session) {
    return holder(session).isPresent();
  }

  /** The process that has it. */
  public static OptionalLong holder(Session session) {
    var file = file(StateFiles.ofUser(), session);
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    try (var channel = FileChannel.open(file, WRITE)) {
      return channel.tryLock() != null ? OptionalLong.empty() : readPid(file);
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
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

  /** The file isn't opened for this: to close it again would give up the lock. */
  private static Optional<Object> inode(Path file) throws IOException {
    try {
      return Optional.of(Files.getAttribute(file, "unix:ino"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static OptionalLong readPid(Path file) throws IOException {
    try {
      return LockedSession.pid(Files.readString(file, UTF_8));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  /** Named after the session's UID, which is unique across clusters. */
  private static Path file(StateFiles state, Session session) {
    return state.directory().resolve(StateFiles.LOCK + session.uid());
  }
}
