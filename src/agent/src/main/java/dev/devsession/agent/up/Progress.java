package dev.devsession.agent.up;

import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.Session.Condition;
import dev.devsession.agent.session.Session.Gateway;
import dev.devsession.agent.session.Session.Port;
import dev.devsession.agent.session.Session.Wanted;
import dev.devsession.agent.session.SharedTraffic;
import dev.devsession.agent.sync.LocalPort;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.console.ExitCode;
import dev.devsession.console.TerminalLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The state of a run, and what follows from each event. It has no side effects; used on one thread. */
final class Progress {
  /** A state that passes within this time isn't printed. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  /** How the message {@code GatewayRestarted} begins, which the operator adds to what it says of the connection. */
  private static final String RESTARTED = "The gateway has restarted";
  /** What callers get of a Service that runs here alone. */
  private static final String RESET = "callers get a reset";
  private static final Set<String> ENDED = Set.of(ConditionReason.Suspended.name(), ConditionReason.Expired.name());

  private final Map<String, KnownService> known;
  private final ServiceNews services = new ServiceNews(PATIENCE, this::numbers);
  private final Map<Integer, Boolean> listening = new HashMap<>();
  private final List<Effect> effects = new ArrayList<>();
  private Session session;
  private Gateway gateway;
  private boolean connected;
  private final Optional<NamesVia> names;
  private final WaitLimit limit;
  private boolean namesAsked;
  private String namesTrouble;
  private boolean namesDone;
  private boolean begun;
  private boolean endTold;
  private boolean wasReady;
  private boolean tryTold;
  private boolean operatorMissed;
  private String connectionTrouble;
  private String gatewayTrouble;
  private String gatewayRestart;
  private Set<LocalPort> swapped = Set.of();

  /**
   * At the beginning.
   *
   * @param session as it is now
   * @param known Services by name, as far as this user may see them
   * @param names where they lead; empty: there are none
   * @param limit how long it may take until all is ready
   */
  Progress(Session session, Map<String, KnownService> known, Optional<NamesVia> names, WaitLimit limit) {
    this.session = session;
    this.known = known;
    this.names = names;
    this.limit = limit;
    this.namesDone = names.isEmpty();
    this.connected = session.isDirect();
  }

  /** @param sinceStart of the run */
  List<Effect> on(Event event, Duration sinceStart) {
    effects.clear();
    switch (event) {
      case Event.Started() -> {
        if (names.filter(via -> via != NamesVia.NodePort).isPresent()) {
          effects.add(new Effect.KeepNames());
        }
        beginIfReady();
      }
      case Event.Seen(var now) -> seen(now, sinceStart);
      case Event.Gone() -> endRun(ExitCode.ENDED, "another user or program deleted session " + session
          + "; the originals run again");
      case Event.Connected(var roundTrip) -> connected(roundTrip);
      case Event.Lost(var why) -> {
        print(TerminalLine.warning("connection", (connected ? "lost: " : "none yet: ") + why + "; trying again"));
        connected = false;
        connectionTrouble = why;
      }
      case Event.Way(var way) -> effects.add(new Effect.NoteWay(way));
      case Event.Refused(var message, var occupied) ->
        effects.add(new Effect.End(ExitCode.CONFLICT.code(), message, occupied));
      case Event.Local(var port, var isListening) -> local(port, isListening);
      case Event.NamesDone() -> {
        namesDone = true;
        beginIfReady();
      }
      case Event.CommandEnded(var code) -> {
        if (!wasReady) {
          print(TerminalLine.warning("command", "ended before all services ran here: " + missing()));
        }
        effects.add(new Effect.End(code, null));
      }
      case Event.Failed(var why) -> effects.add(new Effect.End(ExitCode.of(why), why.getMessage()));
      case Event.StopAsked(),Event.StopAskedAgain() -> effects.add(new Effect.End(ExitCode.OK.code(), null));
      case Event.Tick() -> {
        services.lasting(session, sinceStart).forEach(this::print);
        missOperator(sinceStart);
        giveUp(sinceStart);
      }
    }
    return List.copyOf(effects);
  }

  private void seen(Session now, Duration sinceStart) {
    session = now;
    var ready = now.condition(ConditionType.Ready);
    if (now.leaving()) {
      answerUntilRestored("another user or program is deleting session " + now);
    } else if (now.current() && ready.filter(c -> ENDED.contains(c.reason())).isPresent()) {
      var why = "session " + now + " is " + ready.get().reason().toLowerCase(Locale.ROOT) + ": "
          + ready.get().message();
      answerUntilRestored(why);
      if (now.services().stream().allMatch(s -> ENDED.contains(s.state()))) {
        endRun(ExitCode.ENDED, why);
      }
    } else if (!wasReady && Verdict.refusal(now).isPresent()) {
      endRun(ExitCode.BAD_INPUT, "session " + now + " can't be served: " + Verdict.refusal(now).get().message());
    } else {
      gateway(now);
      nodePorts(now);
      now.wanted().forEach(w -> services.seen(now, w, sinceStart).ifPresent(this::print));
      tellHowToTry(now);
      swapped(now);
      beginIfReady();
    }
  }

  /** Until then callers are still sent to this machine: the tunnel must last as long, and follow its gateway. */
  private void answerUntilRestored(String why) {
    gateway(session);
    if (!endTold) {
      endTold = true;
      print(TerminalLine.warning("ending", why.replaceFirst("\\.$", "")
          + ". This machine answers until the originals do"));
    }
  }

  private void giveUp(Duration sinceStart) {
    limit.of(session).filter(time -> !wasReady && sinceStart.compareTo(time) > 0)
        .ifPresent(time -> endRun(ExitCode.NOT_READY, "session " + session + " isn't ready after " + time.toSeconds()
            + " s: " + missing().replaceFirst("\\.$", "") + "." + (limit.commandWaits() && !begun
                ? " The command was not started."
                : "")
            + " To wait longer, use --timeout"));
  }

  private String missing() {
    return gatewayTrouble != null
        ? "the gateway: " + gatewayTrouble
        : !connected && connectionTrouble != null
            ? "no connection to the gateway: " + connectionTrouble
            : Verdict.missing(session);
  }

  private void gateway(Session now) {
    now.gateway().filter(g -> !g.equals(gateway)).ifPresent(g -> {
      effects.add(gateway == null ? new Effect.Connect(g) : new Effect.PodChanged(g));
      gateway = g;
    });
    var trouble = now.condition(ConditionType.Connected)
        .filter(c -> c.reason().equals(ConditionReason.GatewayFailing.name()))
        .map(Condition::message)
        .orElse(null);
    if (trouble != null && !trouble.equals(gatewayTrouble)) {
      print(TerminalLine.warning("gateway", trouble));
    }
    gatewayTrouble = trouble;
    now.condition(ConditionType.Connected).map(Condition::message).filter(m -> m.contains(RESTARTED))
        .map(m -> m.substring(m.indexOf(RESTARTED))).filter(m -> !m.equals(gatewayRestart)).ifPresent(m -> {
          gatewayRestart = m;
          print(TerminalLine.warning("gateway", m));
        });
  }

  /** Writes names by node port only once the operator has accepted the session: it has opened the ports by then. */
  private void nodePorts(Session now) {
    if (namesAsked || names.filter(via -> via == NamesVia.NodePort).isEmpty() || !now.current()) {
      return;
    }
    now.condition(ConditionType.Accepted).ifPresent(accepted -> {
      if (accepted.holds()) {
        namesAsked = true;
        effects.add(new Effect.KeepNames());
      } else if (!accepted.message().equals(namesTrouble)) {
        namesTrouble = accepted.message();
        print(TerminalLine.warning("names", "none yet: " + namesTrouble));
      }
    });
  }

  private void missOperator(Duration sinceStart) {
    if (!operatorMissed && session.conditions().isEmpty() && sinceStart.compareTo(PATIENCE) > 0) {
      operatorMissed = true;
      print(TerminalLine.warning("operator", "has not processed the session for " + PATIENCE.toSeconds()
          + " s: is it running, and does it serve namespace " + session.namespace() + "? See  devsession doctor"));
    }
  }

  private Map<String, Integer> numbers(Wanted wanted) {
    return Optional.ofNullable(known.get(wanted.name())).map(KnownService::numbers).orElse(Map.of());
  }

  /** Once, of the first Service that shares its requests. */
  private void tellHowToTry(Session now) {
    now.wanted().stream().filter(w -> !tryTold && now.service(w.name()).filter(
        s -> s.state().equals(ConditionReason.Intercepted.name())).isPresent()).findFirst().ifPresent(w -> {
          tryTold = true;
          w.shared().ifPresent(traffic -> TryIt.lines(traffic, address(w)).forEach(this::print));
        });
  }

  /** In the cluster and, with names, on this machine: that of the port that comes here. */
  private String address(Wanted wanted) {
    var port = hostPorts(wanted).stream().map(Port::name).filter(numbers(wanted)::containsKey).findFirst()
        .map(numbers(wanted)::get).orElse(80);
    return "http://" + wanted.name() + "." + session.namespace() + (port == 80 ? "" : ":" + port);
  }

  private void swapped(Session now) {
    var ports = now.wanted().stream()
        .filter(w -> now.service(w.name()).filter(s -> s.state().equals(ConditionReason.Swapped.name())).isPresent())
        .flatMap(w -> hostPorts(w).stream()
            .filter(p -> numbers(w).containsKey(p.name()))
            .map(p -> new LocalPort(w.name(), numbers(w).get(p.name()), p.hostPort())))
        .collect(Collectors.toSet());
    if (!ports.equals(swapped)) {
      swapped = ports;
      effects.add(new Effect.Swapped(ports));
    }
  }

  /** Without any in the spec: all of the Service's, to the same numbers. */
  private List<Port> hostPorts(Wanted wanted) {
    return wanted.ports().isEmpty() && known.containsKey(wanted.name())
        ? known.get(wanted.name()).ports().stream().map(p -> new Port(p.name(), p.number())).toList()
        : wanted.ports();
  }

  /** The ports of this machine that the session leads to. */
  Set<Integer> hostPorts() {
    return session.wanted().stream().flatMap(w -> hostPorts(w).stream()).map(Port::hostPort)
        .collect(Collectors.toSet());
  }

  private void connected(Duration roundTrip) {
    connected = true;
    connectionTrouble = null;
    print(TerminalLine.done("connected", "gateway " + gateway.pod() + ", " + roundTrip.toMillis() + " ms"));
    beginIfReady();
  }

  private void beginIfReady() {
    if (connected && namesDone && !begun && Verdict.isUnderWay(session)) {
      begun = true;
      effects.add(new Effect.Begin());
    }
    wasReady |= begun && Verdict.isReady(session);
  }

  private void local(int port, boolean isListening) {
    var before = listening.put(port, isListening);
    if (before == null ? !isListening : before != isListening) {
      var wanted = session.wanted().stream()
          .filter(w -> hostPorts(w).stream().anyMatch(p -> p.hostPort() == port)).toList();
      var services = wanted.stream().map(Wanted::name).collect(Collectors.joining(", "));
      var meanwhile = wanted.stream().map(w -> w.shared().map(SharedTraffic::whenAway).orElse(RESET)).distinct()
          .collect(Collectors.joining(", "));
      print(isListening
          ? TerminalLine.note(services, port + " is up")
          : TerminalLine.warning(services,
              "nothing listens on localhost:" + port + (before == null ? " yet" : " any more")
                  + "; " + meanwhile));
    }
  }

  private void print(TerminalLine line) {
    effects.add(new Effect.Tell(line));
  }

  private void endRun(ExitCode code, String error) {
    effects.add(new Effect.End(code.code(), error));
  }
}
