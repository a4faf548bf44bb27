package dev.devsession.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The annotation on a scaled-down workload. */
class MarkTest {
  private static final String SINCE = "2026-01-01T00:00:00Z";

  @Property
  void writtenMarkIsReadUnchanged(@ForAll @IntRange(min = 1) int replicas, @ForAll String swap,
      @ForAll String manager) {
    var mark = new Mark.Readable(replicas, swap, SINCE,
        List.of(new Mark.Owner(manager, "Update", "apps/v1", null, null)));
    assertThat(Mark.parse(mark.toJson())).isEqualTo(mark);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "3", "{}", "[]", "{\"replicas\":3}", "{\"replicas\":0,\"swap\":\"orders\"}",
      "{\"replicas\":null,\"swap\":\"orders\"}", "{\"replicas\":3,\"swap\":null}",
      "{\"replicas\":3,\"swap\":\"orders\",\"owners\":[null]}", "nonsense"})
  void textThatIsNoMarkIsUnreadable(String text) {
    assertThat(Mark.parse(text)).isEqualTo(new Mark.Unreadable(text));
  }

  @Property
  void anyTextCanBeParsed(@ForAll String text) {
    assertThat(Mark.parse(text)).isNotNull();
  }

  @Test
  void invalidTimeIsLeftOut() {
    assertThat(Mark.parse("{\"replicas\":3,\"swap\":\"orders\",\"since\":\"yesterday\"}"))
        .isEqualTo(new Mark.Readable(3, "orders", null, List.of()));
  }
}
