package dev.devsession.operator.owned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnedObjectsTest {
  /** Another name would leave the gateways of a running release behind. */
  @Test
  void namesAreThoseOfEarlierReleases() {
    assertThat(OwnedObjects.name("devsession-gw-", "ada")).isEqualTo("devsession-gw-ada");
    assertThat(OwnedObjects.name("devsession-gw-", "a.b")).isEqualTo("devsession-gw-a-b-2e7336dc");
    assertThat(OwnedObjects.name("devsession-gw-", "x".repeat(60)))
        .isEqualTo("devsession-gw-" + "x".repeat(40) + "-42f2d973");
  }
}
