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

/** The queue while sessions are created, changed and deleted in any order. */
class ClaimsTest {
  /** What happens to a session: it is created (again, and then it is the youngest), changed or deleted. */
  record Move(String session, Kind kind) {
    enum Kind {
      CREATED,
      CHANGED,
      DELETED
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
    var createdAt = new HashMap<String, String>();
    var late = new ArrayList<String>(); // sessions whose claims are written after those of others
    List<Claim> claims = List.of();
    for (var i = 0; i < moves.size(); i++) {
      var session = moves.get(i).session();
      var holder = claims.isEmpty() ? null : claims.getFirst().session();
      switch (moves.get(i).kind()) {
        case CREATED -> {
          if (!createdAt.containsKey(session)) {
            createdAt.put(session, "2026-01-01T00:%02d:00Z".formatted(i));
            late.add(session);
          }
        }
        case CHANGED -> {
          var order = sessions(claims);
          if (order.contains(session)) {
            claims = claim(claims, session, i, createdAt);
            assertThat(sessions(claims)).as("a change keeps the order").isEqualTo(order);
          }
        }
        case DELETED -> {
          createdAt.remove(session);
          late.remove(session);
          claims = Claims.without(claims, session);
        }
      }
      if (!late.isEmpty() && (!slow || i % 3 == 0)) {
        for (var s : late.reversed()) {
          claims = claim(claims, s, i, createdAt);
        }
        late.clear();
      }
      var now = sessions(claims);
      assertThat(now).doesNotHaveDuplicates().isSubsetOf(createdAt.keySet());
      if (holder != null && now.contains(holder)) {
        assertThat(now.getFirst()).isEqualTo(holder);
      }
      var waiting = now.stream().skip(1).map(createdAt::get).toList();
      assertThat(waiting).isSorted();
    }
  }

  /** Before the first session holds the Service, an older one that claims later takes its place. */
  @Property
  void oldestSessionIsFirstUntilOneHoldsTheService(@ForAll("moves") List<Move> moves) {
    var createdAt = new HashMap<String, String>();
    for (var move : moves) {
      createdAt.putIfAbsent(move.session(), "2026-01-01T00:%02d:00Z".formatted(createdAt.size()));
    }
    List<Claim> claims = List.of();
    for (var move : moves.reversed()) {
      claims = Claims.with(claims, of(move.session(), 1), false, createdAt::get);
    }

    assertThat(sessions(claims).stream().map(createdAt::get).toList()).isSorted();
  }

  private static List<Claim> claim(List<Claim> claims, String session, int port, Map<String, String> createdAt) {
    return Claims.with(claims, of(session, port), !claims.isEmpty(), s -> createdAt.getOrDefault(s, ""));
  }

  private static Claim of(String session, int port) {
    return new Claim(session, SwapMode.Replace, null, List.of(),
        new Transport(TransportType.Direct, "192.0.2." + (port + 1)));
  }

  private static List<String> sessions(List<Claim> claims) {
    return claims.stream().map(Claim::session).toList();
  }
}
