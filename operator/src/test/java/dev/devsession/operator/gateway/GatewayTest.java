package dev.devsession.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.DevSession;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class GatewayTest {
  @Property
  void gatewayOfAnySessionHasAValidServiceName(
      @ForAll @StringLength(min = 1, max = 200) @CharRange(from = 'a', to = 'z') @Chars('.') String middle) {
    assertThat(name("a" + middle + "z")).matches("[a-z]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void gatewaysOfDifferentSessionsHaveDifferentNames() {
    assertThat(name("ada")).isEqualTo("devsession-gw-ada");
    assertThat(name("a.b")).isNotEqualTo(name("a-b"));
    assertThat(name("x".repeat(100))).isNotEqualTo(name("x".repeat(101)));
  }

  private static String name(String session) {
    var it = new DevSession();
    it.setMetadata(new ObjectMetaBuilder().withName(session).build());
    return Gateway.name(it);
  }
}
