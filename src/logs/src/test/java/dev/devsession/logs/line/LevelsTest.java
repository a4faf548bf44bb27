package dev.devsession.logs.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelsTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "2026-11-29 10:20:33,123 ERROR [main] c.e.Foo - it broke|error",
      "2026-11-29T10:20:33.123Z  WARN 1 --- [main] o.s.Foo : hm|warn",
      "level=debug msg=\"x\"|debug",
      "time=1 lvl=eror level=warning msg=x|warn",
      "I1129 10:20:33.123456       1 main.go:1] started|info",
      "E1129 10:20:33.123456       1 main.go:1] failed|error",
      "[warn] something|warn",
      "10:20:33 [ERROR] something|error",
      "<error> x|error",
      "panic: runtime error: index out of range|error",
      "Traceback (most recent call last):|error",
      "java.lang.IllegalStateException: no|error",
      "Exception in thread \"main\" java.lang.Error|error",
      "ValueError: bad|error",
      "{\"level\":\"warn\",\"msg\":\"x\"}|warn",
      "{\"level\":50,\"msg\":\"x\"}|error",
      "{\"severity\":\"CRITICAL\",\"message\":\"x\"}|fatal",
      "{\"log.level\":\"error\",\"message\":\"x\"}|error",
      "{\"log\":{\"level\":\"debug\"},\"message\":\"x\"}|debug"})
  void levelIsFoundWhereLibrariesWriteIt(String line, LogLevel level) {
    assertThat(LineFilter.level(line)).contains(level);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /error 200", "no ERRORS-found", "log_level=none x", "the error was small", "",
      "{\"level\":{\"a\":1}}", "GET /WARN/1 HTTP"})
  void wordsOfTheMessageAreNoLevel(String line) {
    assertThat(LineFilter.level(line)).isEmpty();
  }
}
