package dev.devsession.logs.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LogQueryTest {
  private final LogQuery query = new LogQuery("shop", "orders-1", "orders", true, false,
      OptionalLong.of(1_795_948_800L),
      OptionalInt.of(10));

  @Test
  void pathAsksForTimesFromASecondOn() {
    assertThat(query.path()).isEqualTo("/api/v1/namespaces/shop/pods/orders-1/log?container=orders&timestamps=true"
        + "&follow=true&sinceTime=2026-11-29T10:40:00Z&tailLines=10");
  }

  @Test
  void newestIsOneLineAndPreviousIsFromTheSameSecondOn() {
    assertThat(query.newest().path()).endsWith("?container=orders&timestamps=true&tailLines=1");
    assertThat(query.before().path())
        .endsWith("?container=orders&timestamps=true&previous=true&sinceTime=2026-11-29T10:40:00Z");
  }
}
