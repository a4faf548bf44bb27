package dev.devsession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.crash.Selection.All;
import dev.devsession.crash.Selection.EachKind;
import dev.devsession.crash.tap.Crash;
import dev.devsession.crash.tap.CrashMode;
import dev.devsession.crash.tap.Write;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which crash points are played. */
class SelectionTest {
  private static final List<Write> WRITES = Stream.of("services", "services", "deployments", "services", "configmaps")
      .map(resource -> new Write("POST", "/api/v1/namespaces/shop/" + resource, "", "")).toList();

  @Test
  void longFormPlaysEveryWriteInEveryCrashMode() {
    assertThat(new All().of(WRITES)).hasSize(15).doesNotHaveDuplicates()
        .contains(new Crash(1, CrashMode.before), new Crash(5, CrashMode.lost));
  }

  @Test
  void shortFormPlaysEachKindOfWriteOnce() {
    assertThat(new EachKind().of(WRITES)).map(Crash::write).hasSize(3).contains(3, 5).containsAnyOf(1, 2, 4);
  }

  @Test
  void shortFormPlaysEachCrashModeInEachScenario() {
    var selection = new EachKind();
    assertThat(selection.of(WRITES)).map(Crash::way).contains(CrashMode.values());
    assertThat(selection.of(WRITES.subList(0, 1))).map(Crash::way).containsExactlyInAnyOrder(CrashMode.values());
  }

  @Test
  void shortFormAlternatesWritesAndCrashModesBetweenScenarios() {
    var selection = new EachKind();
    var services = Stream.generate(() -> selection.of(WRITES)).limit(3)
        .map(crashes -> crashes.stream().filter(c -> WRITES.get(c.write() - 1).path().endsWith("services")).findFirst()
            .orElseThrow())
        .toList();
    assertThat(services).map(Crash::write).containsExactlyInAnyOrder(1, 2, 4);
    assertThat(services).map(Crash::way).containsExactlyInAnyOrder(CrashMode.values());
  }
}
