package dev.devsession.proxy;

import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.intercept.MachineConnector;
import dev.devsession.proxy.intercept.SessionShare;
import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.metrics.InterceptCounters;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.relay.Relay;
import dev.devsession.proxy.relay.RelayRegistry;
import dev.devsession.proxy.relay.Upstream;
import dev.devsession.proxy.routes.Destination;
import dev.devsession.proxy.routes.Intercept;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.Target;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What becomes of the connections to one listening port. */
sealed interface PortTraffic {

  /** @param requests the counters of the port's requests, asked for if it is intercepted */
  static PortTraffic of(int port, Destination destination, ConnectionCounters counters,
      Supplier<InterceptCounters> requests, Dialer dialer, MachineConnector machines, RelayRegistry relays) {
    return new Wiring(port, counters, requests, dialer, machines, relays).traffic(destination);
  }

  Destination destination();

  /** Takes over a client's channel, which must not read yet. */
  void start(SocketChannel client);

  /** The traffic of the same port with another destination; asks the clients to close that this one leaves behind. */
  PortTraffic changed(Destination next);

  /** Asks all clients to close. */
  void end();

  /** The machines that it may lead to. */
  Stream<Target> machines();

  /** Asks clients to leave the connections that go through this gateway now. */
  void requestMove(Target gateway);

  /** What both kinds need. */
  record Wiring(int port, ConnectionCounters counters, Supplier<InterceptCounters> requests, Dialer dialer,
      MachineConnector connector, RelayRegistry relays) {
    PortTraffic traffic(Destination destination) {
      return switch (destination) {
        case Target target -> new Forwarded(this, new Upstream(port, target, counters));
        case Intercept routes -> new Intercepted(this, new InterceptedPort(routes, dialer, connector, requests.get()));
      };
    }
  }

  /** All go to one target. */
  record Forwarded(Wiring wiring, Upstream upstream) implements PortTraffic {
    @Override
    public Destination destination() {
      return upstream.target();
    }

    @Override
    public void start(SocketChannel client) {
      Relay.start(client, upstream, wiring.dialer(), wiring.relays());
    }

    @Override
    public PortTraffic changed(Destination next) {
      end();
      return wiring.traffic(next);
    }

    @Override
    public void end() {
      wiring.relays().requestClose(upstream);
    }

    @Override
    public Stream<Target> machines() {
      return Stream.of(upstream.target());
    }

    @Override
    public void requestMove(Target gateway) {
      if (gateway.equals(upstream.target().gateway())) {
        wiring.relays().requestMove(upstream);
      }
    }
  }

  /** Sessions share them with the original. */
  record Intercepted(Wiring wiring, InterceptedPort port) implements PortTraffic {
    @Override
    public Destination destination() {
      return port.routes();
    }

    @Override
    public void start(SocketChannel client) {
      InterceptedConnection.start(client, port, wiring.relays());
    }

    /** Another set of sessions changes nothing about open connections, but those that one of them has as a whole. */
    @Override
    public PortTraffic changed(Destination next) {
      if (!(next instanceof Intercept routes)) {
        end();
        return wiring.traffic(next);
      }
      var before = port.routes().sessions();
      port.change(routes);
      before.stream().filter(session -> !port.isOpenTo(session)).forEach(this::end);
      return this;
    }

    private void end(SessionRoute session) {
      wiring.relays().requestClose(new SessionShare(port, session.machine()));
    }

    @Override
    public void end() {
      port.routes().sessions().forEach(this::end);
      wiring.relays().requestClose(port);
    }

    @Override
    public Stream<Target> machines() {
      return port.routes().sessions().stream().map(SessionRoute::machine);
    }

    @Override
    public void requestMove(Target gateway) {
      machines().filter(machine -> gateway.equals(machine.gateway()))
          .forEach(machine -> wiring.relays().requestMove(new SessionShare(port, machine)));
    }
  }
}
