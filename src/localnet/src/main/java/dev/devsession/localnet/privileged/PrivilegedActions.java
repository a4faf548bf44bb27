package dev.devsession.localnet.privileged;

import dev.devsession.console.FailureText;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.HostsLock;
import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.MachineName;
import dev.devsession.hosts.names.TakenNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Changes the machine for the agent, and undoes the changes when the agent ends. */
final class PrivilegedActions implements AutoCloseable {

  /**
   * Something that could not be done.
   *
   * @param line
   *          of the request, counted from 0; {@link #ALL} if the whole request failed
   */
  record Failure(int line, String message) {
    static final int ALL = -1;
  }

  private interface Action<T> {
    void run(T item) throws IOException;
  }

  private final HostsFile file;
  private final LoopbackAliases aliases;
  private final Set<String> machine = MachineName.all();
  private final LowPorts lowPorts = new LowPorts();
  private final Set<String> aliased = new LinkedHashSet<>();
  private HostsLock lock;
  private boolean closed;

  PrivilegedActions(Path hostsFile, LoopbackAliases aliases) {
    this.file = HostsFile.at(hostsFile);
    this.aliases = aliases;
  }

  /** Carries the request out; the parts that succeed stay if others fail. */
  synchronized List<Failure> execute(PrivilegedRequest request) {
    if (closed) {
      return List.of(new Failure(Failure.ALL, "it is ending"));
    }
    return switch (request) {
      case PrivilegedRequest.Agent(long pid) -> runEach(List.of(pid), this::lockFor);
      case PrivilegedRequest.Block(List<String> lines) -> runEach(List.of(lines), this::write);
      case PrivilegedRequest.Listen(List<PrivilegedRequest.Relay> relays) -> runEach(relays, lowPorts::open);
      case PrivilegedRequest.Unlisten(List<PrivilegedRequest.Relay> relays) -> runEach(relays, lowPorts::close);
      case PrivilegedRequest.Alias(List<String> addresses) -> runEach(addresses, this::alias);
      case PrivilegedRequest.Unalias(List<String> addresses) -> runEach(addresses, this::unalias);
      case PrivilegedRequest.End() -> {
        close();
        yield List.of();
      }
    };
  }

  /** Restores the hosts file and removes the addresses; the ports close with the process. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    runEach(List.copyOf(aliased), this::unalias);
    if (lock != null) {
      file.edit(HostsText::withoutBlock);
      runEach(List.of(lock), HostsLock::close);
    }
  }

  private void lockFor(long pid) {
    lock = file.lock(pid);
    try {
      file.repair();
      file.read();
    } catch (RuntimeException e) {
      runEach(List.of(lock), HostsLock::close);
      lock = null;
      throw e;
    }
  }

  private void write(List<String> lines) {
    if (lock == null) {
      throw new IllegalStateException("the agent has not said its pid");
    }
    for (int i = 0; i < HostsFile.TRIES; i++) {
      HostsText text = file.read();
      BlockLines.check(lines, new TakenNames(machine, "", text.otherNames()));
      if (file.write(text, lines)) {
        return;
      }
    }
    throw file.contested();
  }

  private void alias(String address) {
    if (!aliased.contains(address)) {
      aliases.add(address);
      aliased.add(address);
    }
  }

  private void unalias(String address) {
    if (aliased.remove(address)) {
      aliases.remove(address);
    }
  }

  private static <T> List<Failure> runEach(List<T> items, Action<T> action) {
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      try {
        action.run(items.get(i));
      } catch (IOException | RuntimeException e) {
        failures.add(new Failure(i, FailureText.of(e)));
      }
    }
    return failures;
  }
}
