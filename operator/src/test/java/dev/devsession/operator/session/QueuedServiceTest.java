package dev.devsession.operator.session;

import static dev.devsession.operator.session.SessionScene.DIRECT;
import static dev.devsession.operator.session.SessionScene.claim;
import static dev.devsession.operator.session.SessionScene.heldBy;
import static dev.devsession.operator.session.SessionScene.session;
import static dev.devsession.operator.session.SessionScene.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.operator.status.Conditions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session is told of a Service that another one holds. */
class QueuedServiceTest {
  /** The session's own claim may not be in the operator's cache yet: it will then be the last. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"bob ada | ada is next", "bob eve ada | ada is number 2 in the queue",
      "bob | ada is next", "bob eve | ada is number 2 in the queue"})
  void placeInTheQueueIsTold(String claimants, String told) {
    var ada = new SessionScene(session("ada", DIRECT, "orders"));
    ada.swaps = List.of(heldBy("bob", swap("orders",
        Stream.of(claimants.split(" ")).map(name -> claim(name, "orders", DIRECT)).toArray(Claim[]::new))));

    var status = SessionStatuses.of(ada.observe(), Optional.empty(), new Conditions(List.of(), 1, Clock.systemUTC()));

    assertThat(status.services().getFirst().message()).contains("held by session bob", told);
  }
}
