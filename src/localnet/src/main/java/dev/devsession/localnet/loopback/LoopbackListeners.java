package dev.devsession.localnet.loopback;

import dev.devsession.console.FailureText;
import dev.devsession.hosts.names.LocalEndpoint;
import dev.devsession.hosts.names.UnavailableEndpoint;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The listening sockets of all names. Its methods are for one thread at a time, which is not the event loop's. */
public final class LoopbackListeners implements AutoCloseable {

  private static final int FIRST_FREE_PORT = 1024;
  private static final int BACKLOG = 4096;

  private record SocketAddress(String address, int port) {
    static SocketAddress of(LocalEndpoint endpoint) {
      return new SocketAddress(endpoint.address(), endpoint.port());
    }
  }

  /** An open listener; the low port is set if another process listens on it for this one. */
  private record Open(LoopbackListener listener, PrivilegedPorts.LowPort low) {}

  private final IoEventLoop loop;
  private final LocalPorts connections;
  private final PrivilegedPorts privileged;
  private final Runnable onExhaustion;
  private final Map<SocketAddress, Open> open = new HashMap<>();
  private Set<String> addresses = Set.of();

  /**
   * Starts without listeners.
   *
   * @param onExhaustion
   *          called on the event loop when connections can't be accepted because file descriptors ran out
   */
  public LoopbackListeners(IoEventLoop loop, LocalPorts connections, PrivilegedPorts privileged,
      Runnable onExhaustion) {
    this.loop = loop;
    this.connections = connections;
    this.privileged = privileged;
    this.onExhaustion = onExhaustion;
  }

  /**
   * Listens at these endpoints and no others. Connections that were accepted stay open.
   *
   * @param keptFree
   *          ports of this machine on which the session's own processes listen or will
   * @return the endpoints that aren't open
   */
  public List<UnavailableEndpoint> listenAt(Collection<LocalEndpoint> wanted, Set<Integer> keptFree) {
    Map<SocketAddress, LocalEndpoint> missing = new LinkedHashMap<>();
    wanted.forEach(endpoint -> missing.put(SocketAddress.of(endpoint), endpoint));
    closeAllBut(missing.keySet());
    useAddresses(missing.keySet());
    open.forEach((socketAddress, one) -> one.listener().changeEndpoint(missing.remove(socketAddress)));
    return missing.isEmpty() ? List.of() : openAll(missing.values(), keptFree);
  }

  @Override
  public void close() {
    closeAllBut(Set.of());
    useAddresses(Set.of());
  }

  private List<UnavailableEndpoint> openAll(Collection<LocalEndpoint> missing, Set<Integer> keptFree) {
    ListeningSockets others = ListeningSockets.now();
    List<UnavailableEndpoint> unavailable = new ArrayList<>();
    List<LocalEndpoint> low = new ArrayList<>();
    for (LocalEndpoint endpoint : missing) {
      int port = endpoint.port();
      boolean answeredHere = connections.hostPort(endpoint).filter(hostPort -> hostPort == port).isPresent();
      if (keptFree.contains(port) && others.areKnown() && !others.isAnswered(port)) {
        if (!answeredHere) {
          unavailable.add(new UnavailableEndpoint(endpoint, UnavailableEndpoint.Why.KEPT_FREE, ""));
        }
        continue;
      }
      try {
        open.put(SocketAddress.of(endpoint), new Open(listener(endpoint, port), null));
      } catch (IOException e) {
        Optional<ListeningSockets.Holder> holder = others.holder(endpoint.address(), port);
        if (holder.isPresent()) {
          if (!answeredHere) {
            unavailable.add(unavailable(endpoint, holder.get()));
          }
        } else if (port < FIRST_FREE_PORT) {
          low.add(endpoint);
        } else {
          unavailable.add(new UnavailableEndpoint(endpoint, UnavailableEndpoint.Why.FAILED, FailureText.of(e)));
        }
      }
    }
    openLow(low, unavailable);
    return unavailable;
  }

  private static UnavailableEndpoint unavailable(LocalEndpoint endpoint, ListeningSockets.Holder holder) {
    return new UnavailableEndpoint(endpoint,
        holder.everywhere() ? UnavailableEndpoint.Why.TAKEN : UnavailableEndpoint.Why.ANSWERED, holder.process());
  }

  /** Lets another process listen, which passes connections on to a port that the agent may open. */
  private void openLow(List<LocalEndpoint> endpoints, List<UnavailableEndpoint> unavailable) {
    Map<PrivilegedPorts.LowPort, LoopbackListener> relayed = new LinkedHashMap<>();
    for (LocalEndpoint endpoint : endpoints) {
      try {
        LoopbackListener listener = listener(endpoint, 0);
        relayed.put(new PrivilegedPorts.LowPort(endpoint.address(), endpoint.port(), listener.port()), listener);
      } catch (IOException e) {
        unavailable.add(new UnavailableEndpoint(endpoint, UnavailableEndpoint.Why.FAILED, FailureText.of(e)));
      }
    }
    if (relayed.isEmpty()) {
      return;
    }
    Map<PrivilegedPorts.LowPort, String> refused = privileged.open(relayed.keySet());
    relayed.forEach((low, listener) -> {
      if (refused.containsKey(low)) {
        unavailable.add(new UnavailableEndpoint(listener.endpoint(), UnavailableEndpoint.Why.FAILED, refused.get(low)));
        stop(listener);
      } else {
        open.put(SocketAddress.of(listener.endpoint()), new Open(listener, low));
      }
    });
  }

  /** Listens and accepts; connections wait in the kernel until the event loop accepts them. */
  private LoopbackListener listener(LocalEndpoint endpoint, int port) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.INET);
    try {
      socket.configureBlocking(false);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(endpoint.address()), port), BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    LoopbackListener listener = new LoopbackListener(socket, endpoint, loop, connections, onExhaustion);
    loop.execute(listener::start);
    return listener;
  }

  private void closeAllBut(Set<SocketAddress> wanted) {
    List<PrivilegedPorts.LowPort> low = new ArrayList<>();
    Iterator<Map.Entry<SocketAddress, Open>> all = open.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<SocketAddress, Open> entry = all.next();
      if (!wanted.contains(entry.getKey())) {
        all.remove();
        stop(entry.getValue().listener());
        if (entry.getValue().low() != null) {
          low.add(entry.getValue().low());
        }
      }
    }
    if (!low.isEmpty()) {
      privileged.close(low);
    }
  }

  /** A loop that shuts down closes its listeners by itself. */
  private void stop(LoopbackListener listener) {
    if (!loop.isShuttingDown()) {
      loop.execute(listener::stop);
    }
  }

  private void useAddresses(Set<SocketAddress> sockets) {
    Set<String> wanted = sockets.stream().map(SocketAddress::address).collect(Collectors.toSet());
    Set<String> fresh = new HashSet<>(wanted);
    fresh.removeAll(addresses);
    Set<String> stale = new HashSet<>(addresses);
    stale.removeAll(wanted);
    if (!fresh.isEmpty()) {
      privileged.addAddresses(fresh);
    }
    if (!stale.isEmpty()) {
      privileged.removeAddresses(stale);
    }
    addresses = wanted;
  }
}
