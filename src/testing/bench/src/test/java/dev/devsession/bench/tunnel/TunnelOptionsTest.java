package dev.devsession.bench.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelOptionsTest {
  private static final Path PAGE = Path.of("page.md");

  @Test
  void eachOptionIsRead() {
    var options = TunnelOptions.of(PAGE, "rounds=7", "delays=0,40", "--with", "mine=relay --to=$TARGET_HOST",
        "warmUp=no", "cluster=no", "only=a,b");
    assertThat(options)
        .isEqualTo(new TunnelOptions(7, 1, List.of(0, 40), false, false, PAGE, List.of("a", "b"),
            Map.of("mine", "relay --to=$TARGET_HOST")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rounds=0", "rounds=x", "colour=red", "fast", "delays=", "--with"})
  void invalidOptionIsNamed(String word) {
    assertThatIllegalArgumentException().isThrownBy(() -> TunnelOptions.of(PAGE, word))
        .withMessageContaining("expected rounds=NUMBER");
  }
}
