package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionMessagesTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "spec: {} | stays until 20:00 at the latest; the originals run again by themselves, 60 s after the gateway has "
          + "lost this machine. ",
      "'spec: {disconnect: {graceSeconds: 5}}' | stays until 20:00 at the latest; the originals run again by "
          + "themselves, 5 s after the gateway has lost this machine. ",
      "'spec: {disconnect: {action: Hold}}' | stays until 20:00 at the latest, and its originals stay scaled to zero "
          + "until then, because disconnect.action is Hold. ",
      "'spec: {transport: {type: Direct}}' | stays until 20:00 at the latest. "})
  void aSessionThatCannotBeDeletedNowSaysWhatStaysAndUntilWhen(String spec, String fate) {
    var session = SessionText.ada(spec + "\nstatus: {expiresAt: '20:00'}\n");
    assertThat(SessionMessages.unreachable(session, "https://api").toString()).isEqualTo(
        "! not deleted     the API server https://api doesn't answer. If that lasts, session shop/ada " + fate.strip()
            + " End it later with  devsession leave ada -n shop");
  }
}
