package dev.devsession.localnet.loopback;

import dev.devsession.hosts.names.Entrance;
import dev.devsession.hosts.names.Shut;
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
public final class Listeners implements AutoCloseable {

  private static final int FIRST_FREE_PORT = 1024;
  private static final int BACKLOG = 128;

  private record Place(String address, int port) {
    static Place of(Entrance entrance) {
      return new Place(entrance.address(), entrance.port());
    }
  }

  /** An open one; the low port is there if another process listens on it for us. */
  private record Open(Listener listener, Rights.LowPort low) {}

  private final IoEventLoop loop;
  private final LocalPorts connections;
  private final Rights rights;
  private final Runnable onExhaustion;
  private final Map<Place, Open> open = new HashMap<>();
  private Set<String> addresses = Set.of();

  /**
   * None yet.
   *
   * @param onExhaustion
   *          called on the event loop when connections can't be accepted for want of file descriptors
   */
  public Listeners(IoEventLoop loop, LocalPorts connections, Rights rights, Runnable onExhaustion) {
    this.loop = loop;
    this.connections = connections;
    this.rights = rights;
    this.onExhaustion = onExhaustion;
  }

  /**
   * Listens at these entrances and no others. Connections that were accepted go on.
   *
   * @param keptFree
   *          ports of this machine on which the session's own processes listen or will
   * @return the entrances that aren't open
   */
  public List<Shut> follow(Collection<Entrance> wanted, Set<Integer> keptFree) {
    Map<Place, Entrance> missing = new LinkedHashMap<>();
    wanted.forEach(entrance -> missing.put(Place.of(entrance), entrance));
    closeAllBut(missing.keySet());
    useAddresses(missing.keySet());
    open.forEach((place, one) -> one.listener().leadTo(missing.remove(place)));
    return missing.isEmpty() ? List.of() : openAll(missing.values(), keptFree);
  }

  @Override
  public void close() {
    closeAllBut(Set.of());
    useAddresses(Set.of());
  }

  private List<Shut> openAll(Collection<Entrance> missing, Set<Integer> keptFree) {
    ListeningSockets others = ListeningSockets.now();
    List<Shut> shut = new ArrayList<>();
    List<Entrance> low = new ArrayList<>();
    for (Entrance entrance : missing) {
      int port = entrance.port();
      boolean answeredHere = connections.at(entrance).filter(hostPort -> hostPort == port).isPresent();
      if (keptFree.contains(port) && others.areKnown() && !others.isAnswered(port)) {
        if (!answeredHere) {
          shut.add(new Shut(entrance, Shut.Why.KEPT_FREE, ""));
        }
        continue;
      }
      try {
        open.put(Place.of(entrance), new Open(listener(entrance, port), null));
      } catch (IOException e) {
        Optional<String> holder = others.holder(entrance.address(), port);
        if (holder.isPresent()) {
          if (!answeredHere) {
            shut.add(new Shut(entrance, Shut.Why.TAKEN, holder.get()));
          }
        } else if (port < FIRST_FREE_PORT) {
          low.add(entrance);
        } else {
          shut.add(new Shut(entrance, Shut.Why.FAILED, e.getMessage()));
        }
      }
    }
    openLow(low, shut);
    return shut;
  }

  /** Through another process, which passes on to a port that the agent may have. */
  private void openLow(List<Entrance> entrances, List<Shut> shut) {
    Map<Rights.LowPort, Listener> relayed = new LinkedHashMap<>();
    for (Entrance entrance : entrances) {
      try {
        Listener listener = listener(entrance, 0);
        relayed.put(new Rights.LowPort(entrance.address(), entrance.port(), listener.port()), listener);
      } catch (IOException e) {
        shut.add(new Shut(entrance, Shut.Why.FAILED, e.getMessage()));
      }
    }
    if (relayed.isEmpty()) {
      return;
    }
    Map<Rights.LowPort, String> refused = rights.open(relayed.keySet());
    relayed.forEach((low, listener) -> {
      if (refused.containsKey(low)) {
        shut.add(new Shut(listener.entrance(), Shut.Why.FAILED, refused.get(low)));
        stop(listener);
      } else {
        open.put(Place.of(listener.entrance()), new Open(listener, low));
      }
    });
  }

  /** Listens and accepts; what comes before the event loop has got to it waits in the kernel. */
  private Listener listener(Entrance entrance, int port) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.INET);
    try {
      socket.configureBlocking(false);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(entrance.address()), port), BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    Listener listener = new Listener(socket, entrance, loop, connections, onExhaustion);
    loop.execute(listener::start);
    return listener;
  }

  private void closeAllBut(Set<Place> wanted) {
    List<Rights.LowPort> low = new ArrayList<>();
    Iterator<Map.Entry<Place, Open>> all = open.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Place, Open> one = all.next();
      if (!wanted.contains(one.getKey())) {
        all.remove();
        stop(one.getValue().listener());
        if (one.getValue().low() != null) {
          low.add(one.getValue().low());
        }
      }
    }
    if (!low.isEmpty()) {
      rights.close(low);
    }
  }

  /** A loop that ends closes what it has by itself. */
  private void stop(Listener listener) {
    if (!loop.isShuttingDown()) {
      loop.execute(listener::stop);
    }
  }

  private void useAddresses(Set<Place> places) {
    Set<String> wanted = places.stream().map(Place::address).collect(Collectors.toSet());
    Set<String> fresh = new HashSet<>(wanted);
    fresh.removeAll(addresses);
    Set<String> stale = new HashSet<>(addresses);
    stale.removeAll(wanted);
    if (!fresh.isEmpty()) {
      rights.addAddresses(fresh);
    }
    if (!stale.isEmpty()) {
      rights.removeAddresses(stale);
    }
    addresses = wanted;
  }
}
