package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PromqlNamesTest {
  @Test
  void metricsAndLabelsAreToldApart() {
    assertThat(PromqlNames.of("sum by (kind, a) (rate(x_total{b=~\"$c\", d!=\"max(e)\"}[5m])) - max(y) > 0.5"))
        .isEqualTo(new PromqlNames(Set.of("x_total", "y"), Set.of("a", "b", "d", "kind")));
    assertThat(PromqlNames.of("sum by (area) (used and on (instance) swaps)"))
        .isEqualTo(new PromqlNames(Set.of("used", "swaps"), Set.of("area", "instance")));
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertThatThrownBy(() -> PromqlNames.of("sun(x)")).hasMessageContaining("sun");
    assertThatThrownBy(() -> PromqlNames.of("sum(rate(x[5m])")).hasMessageContaining("not understood");
  }
}
