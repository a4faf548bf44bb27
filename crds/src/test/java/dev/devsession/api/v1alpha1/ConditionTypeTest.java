package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionTypeTest {
  @ParameterizedTest
  @EnumSource
  void everyConditionIsOnASessionOrASwap(ConditionType type) {
    assertThat(type.trueOnSession().or(type::trueOnSwap)).isPresent();
  }
}
