package dev.devsession.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhoAmITest {
  @ParameterizedTest
  @CsvSource({"Ada.Lovelace, ada-lovelace", "_svc_, svc", "日本, me",
      "a-very-long-name-of-more-than-forty-letters-x, a-very-long-name-of-more-than-forty-lett"})
  void userNameBecomesTheSessionName(String user, String name) {
    assertThat(WhoAmI.sessionName(user)).isEqualTo(name);
  }
}
