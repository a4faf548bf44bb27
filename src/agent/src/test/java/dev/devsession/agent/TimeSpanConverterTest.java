package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanConverterTest {
  private final TimeSpanConverter converter = new TimeSpanConverter();

  @ParameterizedTest
  @CsvSource({"90s, PT1M30S", "2m, PT2M", "1h30m, PT1H30M", "0, PT0S", "0s, PT0S"})
  void aTimeIsWrittenAsForKubectl(String text, Duration time) {
    assertThat(converter.convert(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "m", "2 m", "-2m", "2m1h", "soon"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("must be a time such as 90s");
  }
}
