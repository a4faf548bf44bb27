package dev.devsession.operator.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The queue under sessions that come, change and go in any order. */
class ClaimsTest {
  /** What happens to the session of a name: it comes (again, and so younger than all), changes, or goes. */
  record Move(String session, Kind kind) {
    enum Kind {
      COMES,
      CHANGES,
      GOES
    }
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    var move = Combinators.combine(Arbitraries.of("a", "b", "c", "d", "e"),
        Arbitraries.of(Move.Kind.class)).as(Move::new);
    return move.list().ofMaxSize(40);
  }

  @Property
  void holderKeepsTheServiceAndTheOthersWaitByAge(@ForAll("moves") List<Move> moves, @ForAll boolean slow) {
    var born = new HashMap<String, String>();
    var late = new ArrayList<String>(); // sessions whose claims come only after others'
    List<Claim> claims = List.of();
    for (var i = 0; i < moves.size(); i++) {
      var session = moves.get(i).session();
      var holder = claims.isEmpty() ? null : claims.getFirst().session();
      switch (moves.get(i).kind()) {
        case COMES -> {
          if (!born.containsKey(session)) {
            born.put(session, "2026-01-01T00:%02d:00Z".formatted(i));
            late.add(session);
          }
        }
        case CHANGES -> {
          var order = sessions(claims);
          if (order.contains(session)) {
            claims = claim(claims, session, i, born);
            assertThat(sessions(claims)).as("a change moves nobody").isEqualTo(order);
          }
        }
        case GOES -> {
          born.remove(session);
          late.remove(session);
          claims = Claims.without(claims, session);
        }
      }
      if (!late.isEmpty() && (!slow || i % 3 == 0)) {
        for (var s : late.reversed()) {
          claims = claim(claims, s, i, born);
        }
        late.clear();
      }
      var now = sessions(claims);
      assertThat(now).doesNotHaveDuplicates().isSubsetOf(born.keySet());
      if (holder != null && now.contains(holder)) {
        assertThat(now.getFirst()).isEqualTo(holder);
      }
      var waiting = now.stream().skip(1).map(born::get).toList();
      assertThat(waiting).isSorted();
    }
  }

  /** Before the first has the Service, an older session that comes late goes ahead of it. */
  @Property
  void untilSomebodyHasItTheOldestIsFirst(@ForAll("moves") List<Move> moves) {
    var born = new HashMap<String, String>();
    for (var move : moves) {
      born.putIfAbsent(move.session(), "2026-01-01T00:%02d:00Z".formatted(born.size()));
    }
    List<Claim> claims = List.of();
    for (var move : moves.reversed()) {
      claims = Claims.with(claims, of(move.session(), 1), false, born::get);
    }
    assertThat(sessions(claims).stream().map(born::get).toList()).isSorted();
  }

  private static List<Claim> claim(List<Claim> claims, String session, int port, Map<String, String> born) {
    return Claims.with(claims, of(session, port), !claims.isEmpty(), s -> born.getOrDefault(s, ""));
  }

  private static Claim of(String session, int port) {
    return new Claim(session, SwapMode.Replace, null, List.of(),
        new Transport(TransportType.Direct, "192.0.2." + (port + 1)));
  }

  private static List<String> sessions(List<Claim> claims) {
    return claims.stream().map(Claim::session).toList();
  }
}
