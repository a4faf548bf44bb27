package dev.devsession.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuiteOutcomeTest {
  private static final Map<String, String> BARE = Map.of("a", "passed", "b", "failed: 1", "c", "passed");

  @Test
  void aCaseThatFailsAtTheBareServerMayFailBehindTheProxy() {
    assertThat(worse(true, BARE)).isEmpty();
    assertThat(worse(true, Map.of("a", "passed", "b", "failed: 2", "c", "passed"))).isEmpty();
    assertThat(worse(true, Map.of("a", "passed", "b", "passed", "c", "passed"))).isEmpty();

    assertThat(worse(true, Map.of("a", "failed", "b", "passed", "c", "passed"))).containsExactly("a: failed");
    assertThat(worse(true, Map.of("a", "passed", "b", "passed"))).containsExactly("c: it didn't run");
  }

  @Test
  void whatIsRecordedHasToBeTheSame() {
    assertThat(worse(false, BARE)).isEmpty();
    assertThat(worse(false, Map.of("a", "passed", "b", "failed: 2", "c", "passed"))).containsExactly("b: failed: 2");
  }

  @Test
  void errorsUnderLoadFail() {
    assertThat(LoadSuite.h2loadOutcome(
        "requests: 100 total, 100 started, 100 done, 100 succeeded, 0 failed, 0 errored, 0 timeout"))
        .isEqualTo("passed");
    assertThat(LoadSuite.h2loadOutcome(
        "requests: 100 total, 100 started, 99 done, 99 succeeded, 1 failed, 1 errored, 0 timeout"))
        .contains("99 succeeded");
    assertThat(LoadSuite.wrkOutcome("Requests/sec:   4000.00\n")).isEqualTo("passed");
    assertThat(
        LoadSuite.wrkOutcome("  Socket errors: connect 0, read 1, write 0, timeout 0\nRequests/sec:   4000.00\n"))
        .startsWith("Socket errors");
    assertThat(LoadSuite.wrkOutcome("unable to connect to 127.0.0.1")).isEqualTo("unable to connect to 127.0.0.1");
  }

  private static Iterable<String> worse(boolean failuresMayDiffer, Map<String, String> behind) {
    return new SuiteOutcome(new Recorded(failuresMayDiffer), Map.of(Way.BARE, BARE, Way.NEVER, behind))
        .worse(Way.NEVER);
  }

  private record Recorded(boolean failuresMayDiffer) implements ConformanceSuite {
    @Override
    public String name() {
      return "recorded";
    }

    @Override
    public String source() {
      return name();
    }

    @Override
    public Set<Way> ways() {
      return Set.of(Way.BARE, Way.NEVER);
    }

    @Override
    public Map<String, String> run(Way way, TestStand stand) {
      return Map.of();
    }
  }
}
