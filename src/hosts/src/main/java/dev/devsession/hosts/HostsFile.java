package dev.devsession.hosts;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The hosts file on disk. Symbolic links are followed, so the link stays and its target changes. */
public final class HostsFile {

  /** Attempts of an edit, while other programs write the file too. */
  public static final int TRIES = 5;

  private final Path path;
  private final AtomicReplacement replacement;
  private final InPlaceWrite inPlace;
  private final Path stateDirectory;
  private volatile WrittenBlock written = WrittenBlock.NONE;
  /** What this process wrote last; null before that. */
  private volatile byte[] own;

  private HostsFile(Path path) {
    this.path = path;
    this.stateDirectory = StateDirectory.of(path);
    this.replacement = new AtomicReplacement(path, state("new"));
    this.inPlace = new InPlaceWrite(path, new Journal(state("journal")));
  }

  /**
   * Finds the file; reads and changes nothing.
   *
   * @throws AgentException
   *           if it does not exist
   */
  public static HostsFile at(Path path) {
    try {
      return new HostsFile(path.toRealPath());
    } catch (NoSuchFileException e) {
      throw new AgentException(ExitCode.BAD_INPUT,
          "no hosts file " + path + ": create it, or name another one with --hosts-file");
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The file behind all links. */
  public Path path() {
    return path;
  }

  /**
   * Takes the lock that each writer must hold.
   *
   * @param pid
   *          of the agent, for the message to other agents
   */
  public HostsLock lock(long pid) {
    try {
      Files.createDirectories(stateDirectory);
      return HostsLock.acquire(state("lock"), path, pid);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Repairs what a crash in the middle of a write left; to be called with the lock held, before the first edit.
   *
   * @return what was done, for the user, or empty if there was nothing to do
   */
  public String repair() {
    try {
      Files.deleteIfExists(state("new"));
      return inPlace.repair();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * The text as it is now. Once this process has written, its lines are known also without their markers.
   *
   * @throws AgentException
   *           if it cannot be read or its block is malformed
   */
  public HostsText read() {
    try {
      return HostsText.parse(Files.readAllBytes(path), written);
    } catch (MalformedBlockException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Edits the file as it is now. If another program writes it in between, reads it again instead of overwriting it.
   *
   * @param edit from the text to the whole next one; has no side effects, since it may run several times
   * @return whether the file changed
   * @throws AgentException if it cannot be written or its block is malformed; the file is then as it was
   */
  public boolean edit(Function<HostsText, byte[]> edit) {
    for (var i = 0; i < TRIES; i++) {
      var text = read();
      var next = edit.apply(text);
      if (Arrays.equals(text.bytes(), next)) {
        return false;
      }
      if (replace(text, next)) {
        return true;
      }
    }
    throw contested();
  }

  /**
   * Writes the next text in the place of the one that was read.
   *
   * @return false if the file holds another text by now, which then stays
   * @throws AgentException if it cannot be written; the file is then as it was
   */
  public boolean replace(HostsText read, byte[] next) {
    return replace(read.bytes(), next);
  }

  private boolean replace(byte[] current, byte[] next) {
    try {
      if (!Arrays.equals(current, Files.readAllBytes(path))) {
        return false;
      }
      return Arrays.equals(current, next) || write(current, next);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Writes a block with these lines in the place of the text that was read.
   *
   * @return false if the file holds another text by now, which then stays
   * @throws AgentException if it cannot be written; the file is then as it was
   */
  public boolean write(HostsText read, List<String> lines) {
    boolean done = replace(read, read.withBlock(lines));
    if (done) {
      wrote(read, lines);
    }
    return done;
  }

  /** Takes note that a block with these lines is there now, in the place of the text that was read. */
  public void wrote(HostsText read, List<String> lines) {
    written = written.and(lines, read.ownBreak());
    own = read.withBlock(lines);
  }

  /**
   * Removes what dead agents left, also where the markers are damaged.
   *
   * @return how many lines were removed
   */
  public int clean() {
    try {
      for (var i = 0; i < TRIES; i++) {
        byte[] current = Files.readAllBytes(path);
        LeftLines left = LeftLines.in(current);
        if (left.count() == 0 || replace(current, left.kept())) {
          return left.count();
        }
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    throw contested();
  }

  private boolean write(byte[] current, byte[] next) throws IOException {
    try {
      return switch (replacement.replace(current, next)) {
        case REPLACED -> true;
        case CHANGED_MEANWHILE -> false;
        case IMPOSSIBLE_HERE -> {
          inPlace.write(current, next);
          yield true;
        }
      };
    } catch (IOException e) {
      inPlace.shrink(current, next, e);
      return true;
    }
  }

  /** The failure after {@link #TRIES} tries that each found another text. */
  public AgentException contested() {
    return new AgentException(ExitCode.CONFLICT, "another program keeps writing " + path
        + ", so devsession changed nothing. Stop that program, then try again");
  }

  /** The version that this process wrote; null if another program has written since, or if it is unknown. */
  public Stamp ownStamp() {
    var now = stamp(); // before the text is read, so that whatever is written after that has another one
    try {
      return Arrays.equals(own, Files.readAllBytes(path)) ? now : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Changes whenever a program writes the file; null while it is unknown. */
  public Stamp stamp() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return null;
    }
  }

  /** A version of the file, as far as its attributes tell. */
  public record Stamp(FileTime modified, long size, Object inode) {}

  /**
   * Fails early if a later edit would.
   *
   * @throws AgentException
   *           if this user may not write the file
   */
  public void requireWritable() {
    WriteObstacle.of(path).ifPresent(obstacle -> {
      throw new AgentException(ExitCode.NO_PERMISSION, obstacle.message());
    });
  }

  private Path state(String what) {
    return StateDirectory.file(stateDirectory, path, what);
  }

  private AgentException malformed(MalformedBlockException e) {
    return new AgentException(ExitCode.BAD_INPUT, path + " " + e.getMessage()
        + ". Nothing was written: remove devsession's lines in it with  devsession hosts --clean"
        + "  or by hand, then run this again", e);
  }

  private AgentException unwritable(IOException e) {
    return e instanceof AccessDeniedException
        ? new AgentException(ExitCode.NO_PERMISSION, WriteObstacle.of(path).map(WriteObstacle::message)
            .orElseGet(() -> "you may not write in " + path.getParent()), e)
        : new AgentException(ExitCode.FAILURE, "could not write " + path + ": " + FailureText.reason(e), e);
  }

  private static AgentException unreadable(Path path, IOException e) {
    return e instanceof AccessDeniedException
        ? new AgentException(ExitCode.NO_PERMISSION, "you may not read " + path, e)
        : new AgentException(ExitCode.FAILURE, "could not read " + path + ": " + FailureText.reason(e), e);
  }
}
