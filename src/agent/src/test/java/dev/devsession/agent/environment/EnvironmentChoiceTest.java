package dev.devsession.agent.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import dev.devsession.environment.VariableSelection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose environment a command gets. */
class EnvironmentChoiceTest {
  @Test
  void itIsThatOfTheOnlyServiceUnlessAnotherOrNoneIsNamed() {
    var orders = new ServiceContainer("orders", Optional.empty());

    assertThat(from(null).target(List.of("orders"))).contains(orders);
    assertThat(from(null).target(List.of("orders", "stock"))).isEmpty();
    assertThat(from(null).target(List.of())).isEmpty();
    assertThat(from("orders").target(List.of("orders", "stock"))).contains(orders);
    assertThat(from("stock/app").target(List.of("orders"))).contains(
        new ServiceContainer("stock", Optional.of("app")));
    assertThat(from("none").target(List.of("orders"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "orders/", "/app", "a/b/c"})
  void whatIsNeitherAServiceNorOneWithAContainerIsRefused(String text) {
    assertThatThrownBy(() -> ServiceContainer.parse(text)).isInstanceOf(AgentException.class)
        .hasMessageContaining("must be SERVICE or SERVICE/CONTAINER");
  }

  private static EnvironmentChoice from(String text) {
    return new EnvironmentChoice(Optional.ofNullable(text), VariableSelection.DEFAULT, true, Map.of());
  }
}
