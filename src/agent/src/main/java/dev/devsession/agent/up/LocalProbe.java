package dev.devsession.agent.up;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Finds out whether the local processes listen: once, and then again and again for those that don't. */
final class LocalProbe {
  private static final int TIMEOUT_MILLIS = 200;

  private final Set<Integer> silent = ConcurrentHashMap.newKeySet();
  private final Consumer<Event> events;

  LocalProbe(Set<Integer> ports, Consumer<Event> events) {
    silent.addAll(ports);
    this.events = events;
  }

  /** A caller was refused. */
  void refused(int port) {
    silent.add(port);
  }

  /** Looks at those that didn't listen so far. */
  void probePorts() {
    for (int port : List.copyOf(silent)) {
      var listening = listens("127.0.0.1", port) || listens("::1", port);
      if (listening) {
        silent.remove(port);
      }
      events.accept(new Event.Local(port, listening));
    }
  }

  private static boolean listens(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
