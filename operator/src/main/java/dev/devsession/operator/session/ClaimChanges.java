package dev.devsession.operator.session;

import static java.util.stream.Collectors.toMap;

import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which claims a session withdraws from Swaps, and which it makes. Pure. */
final class ClaimChanges {
  private ClaimChanges() {}

  /**
   * @param services the Services that the session wants now
   * @param reach how proxies reach the machine; empty if they can't, or if its spec can't be served: the session then
   * makes no new claims
   */
  static List<SessionStep> of(SessionObservation o, List<SwappedService> services,
      Optional<Transport> reach) {
    var steps = new ArrayList<>(withdrawals(o, services.stream().map(SwappedService::name).toList()));
    var swaps = o.swaps().stream().collect(toMap(s -> s.getMetadata().getName(), s -> s));
    reach.ifPresent(r -> services.forEach(s -> claim(o, s, r, swaps.get(s.name())).ifPresent(steps::add)));
    return steps;
  }

  private static List<SessionStep> withdrawals(SessionObservation o, List<String> wanted) {
    return o.swaps().stream()
        .filter(s -> Claims.ofSession(s, o.name()).isPresent() && !wanted.contains(s.getMetadata().getName()))
        .<SessionStep>map(s -> new SessionStep.UpdateClaims(s, Claims.without(s.getSpec().claims(), o.name())))
        .toList();
  }

  private static Optional<SessionStep> claim(SessionObservation o, SwappedService service, Transport reach, Swap swap) {
    var claim = Claims.of(o.session(), service, reach);
    if (swap == null) {
      return Optional.of(new SessionStep.CreateSwap(service.name(), claim));
    }
    if (Claims.ofSession(swap, o.name()).filter(claim::equals).isPresent()
        || swap.getMetadata().getDeletionTimestamp() != null) { // its going is an event
      return Optional.empty();
    }
    Map<String, String> created = o.sessions().stream()
        .collect(toMap(s -> s.getMetadata().getName(), s -> s.getMetadata().getCreationTimestamp()));
    return Optional.of(new SessionStep.UpdateClaims(swap, Claims.with(swap.getSpec().claims(), claim, isHeld(swap),
        name -> created.getOrDefault(name, ""))));
  }

  private static boolean isHeld(Swap swap) {
    return swap.getStatus() != null && swap.getStatus().mark() != null;
  }
}
