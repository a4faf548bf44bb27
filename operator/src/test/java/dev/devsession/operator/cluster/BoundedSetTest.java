package dev.devsession.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedSetTest {
  @Test
  void oldestElementIsRemovedFirst() {
    var set = BoundedSet.<Integer>of(3);
    IntStream.range(0, 1000).forEach(set::add);

    assertThat(set).containsExactly(997, 998, 999);
  }
}
