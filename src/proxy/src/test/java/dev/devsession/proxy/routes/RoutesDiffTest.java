package dev.devsession.proxy.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RoutesDiffTest {

  private static final Destination A = new Target("a", 1);
  private static final Destination B = new Target("b", 1);

  @Test
  void unchangedPortIsInNoPart() {
    var diff = RoutesDiff.between(Map.of(1, A, 2, A, 3, A), Map.of(1, A, 2, B, 4, A));

    assertThat(diff.close()).containsExactly(3);
    assertThat(diff.change()).containsExactly(Map.entry(2, B));
    assertThat(diff.open()).containsExactly(Map.entry(4, A));
  }

  @Property
  void diffLeadsFromBeforeToAfterWithTheFewestChanges(@ForAll("routes") Map<Integer, Destination> before,
      @ForAll("routes") Map<Integer, Destination> after) {
    var diff = RoutesDiff.between(before, after);

    assertThat(before.keySet()).containsAll(diff.close()).containsAll(diff.change().keySet());
    assertThat(Collections.disjoint(before.keySet(), diff.open().keySet())).isTrue();
    assertThat(diff.change()).allSatisfy((port, target) -> assertThat(before.get(port)).isNotEqualTo(target));
    var reached = new TreeMap<>(before);
    reached.keySet().removeAll(diff.close());
    reached.putAll(diff.change());
    reached.putAll(diff.open());
    assertThat(reached).isEqualTo(new TreeMap<>(after));
  }

  @Provide
  Arbitrary<Map<Integer, Destination>> routes() {
    return Arbitraries.maps(Arbitraries.integers().between(1, 6), Arbitraries.of(A, B));
  }
}
