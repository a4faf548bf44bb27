package dev.devsession.agent.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A session that a process of this machine runs, as its lock file tells.
 *
 * @param session {@code namespace/name}
 * @param server the API server's address
 * @param names the hosts file for its names, and whose; empty: it keeps none
 * @param since when it took the lock, in milliseconds
 */
public record LockedSession(long pid, String session, String server, Optional<NamesKept> names, long since) {
  /** Names that a session keeps. */
  public record NamesKept(Path hostsFile, boolean allNamespaces) {
    /** Whether these hold all that the others would. */
    boolean cover(NamesKept others) {
      return hostsFile.equals(others.hostsFile) && (allNamespaces || !others.allNamespaces);
    }
  }

  /** Whether this process came first and keeps the very names that another session wants. */
  public boolean keepsNamesOf(LockedSession other) {
    return namespace().equals(other.namespace()) && server.equals(other.server)
        && names.flatMap(mine -> other.names.filter(mine::cover)).isPresent()
        && (since != other.since ? since < other.since : pid < other.pid);
  }

  private String namespace() {
    return session.substring(0, Math.max(0, session.indexOf('/')));
  }

  String text() {
    return String.join("\n", Long.toString(pid), session, server, names.map(n -> n.hostsFile().toString()).orElse(""),
        Boolean.toString(names.filter(NamesKept::allNamespaces).isPresent()), Long.toString(since)) + "\n";
  }

  /** The first line of a lock file; an older agent writes no other. */
  static OptionalLong pid(String text) {
    return text.lines().findFirst().filter(l -> l.matches("\\d{1,18}")).map(l -> OptionalLong.of(Long.parseLong(l)))
        .orElseGet(OptionalLong::empty);
  }

  /** What a lock file holds; empty while it isn't written whole. */
  static Optional<LockedSession> parse(String text) {
    var lines = text.lines().toList();
    return text.endsWith("\n") && lines.size() == 6 && pid(text).isPresent()
        ? Optional.of(of(lines))
        : Optional.empty();
  }

  private static LockedSession of(List<String> lines) {
    var names = lines.get(3).isEmpty()
        ? Optional.<NamesKept>empty()
        : Optional.of(new NamesKept(Path.of(lines.get(3)), Boolean.parseBoolean(lines.get(4))));
    return new LockedSession(Long.parseLong(lines.get(0)), lines.get(1), lines.get(2), names,
        Long.parseLong(lines.get(5)));
  }

  /** A file by its real path, so that two ways to it are one. */
  public static NamesKept names(Path hostsFile, boolean allNamespaces) {
    try {
      return new NamesKept(hostsFile.toRealPath(), allNamespaces);
    } catch (IOException e) {
      return new NamesKept(hostsFile.toAbsolutePath(), allNamespaces);
    }
  }
}
