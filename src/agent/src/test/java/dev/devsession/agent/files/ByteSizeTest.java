package dev.devsession.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({"512, 512", "1K, 1024", "1.5k, 1536", "10Mi, 10485760", "2GB, 2147483648", "1 TiB, 1099511627776"})
  void aSizeIsReadAsPeopleWriteIt(String text, long bytes) {
    assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "ten", "1X", "1e3", "99999999999"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> new ByteSize().convert(text)).hasMessageContaining("is no size, such as 512K");
  }

  @ParameterizedTest
  @CsvSource({"0, 0 bytes", "1023, 1023 bytes", "1024, 1.0 KiB", "3251634, 3.1 MiB", "1099511627776, 1.0 TiB"})
  void aSizeIsShownInTheLargestUnitThatItFills(long bytes, String text) {
    assertThat(ByteSize.of(bytes)).isEqualTo(text);
  }
}
