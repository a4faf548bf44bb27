package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.agent.session.Session;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  private static final String ME = "ada@thinkpad";
  private static final Session DECLARED = SessionText.ada("spec: {}");
  private static final Session MINE = SessionText
      .ada(", annotations: {devsession.dev/made-by: ada@thinkpad}\nspec: {}");
  private static final Session MADE_ELSEWHERE = SessionText
      .ada(", annotations: {devsession.dev/made-by: ada@desktop}\nspec: {}");
  private static final ObjectNode DRAFT = JsonNodeFactory.instance.objectNode().put("kind", "DevSession");

  @Test
  void typedServicesBecomeAnOwnedSession() {
    assertThat(Plan.forServices(DRAFT, Optional.empty(), ME)).isEqualTo(new Plan.Own(DRAFT, false));
  }

  @Test
  void sessionOfAKilledUpIsOwnedAgain() {
    assertThat(Plan.forServices(DRAFT, Optional.of(MINE), ME)).isEqualTo(new Plan.Own(DRAFT, true));
  }

  @Test
  void sessionMadeByAnotherToolIsNotOverwritten() {
    assertRefused(ExitCode.CONFLICT, "session shop/ada already exists, and devsession up did not create it. "
        + "Connect to it with  devsession up ada", () -> Plan.forServices(DRAFT, Optional.of(DECLARED), ME));
    assertRefused(ExitCode.CONFLICT, "created by ada@desktop",
        () -> Plan.forServices(DRAFT, Optional.of(MADE_ELSEWHERE), ME));
  }

  @Test
  void fileOwnsANewSessionAndUpdatesAnExistingOne() {
    assertThat(Plan.forFile(DRAFT, Optional.empty(), ME)).isInstanceOfSatisfying(Plan.Own.class,
        own -> assertThat(own.session().at("/metadata/annotations/devsession.dev~1made-by").asText()).isEqualTo(ME));
    assertThat(DRAFT.has("metadata")).as("the file's own tree stays").isFalse();
    assertThat(Plan.forFile(DRAFT, Optional.of(MINE), ME)).isInstanceOf(Plan.Own.class);
    assertThat(Plan.forFile(DRAFT, Optional.of(DECLARED), ME)).isEqualTo(new Plan.Update(DRAFT));
  }

  @Test
  void nameJoinsAnExistingSessionUnchanged() {
    assertThat(Plan.forName(DECLARED)).isEqualTo(new Plan.Join(DECLARED));
  }

  @Test
  void directSessionIsAcceptedForItsNames() {
    var direct = SessionText.ada("spec: {transport: {type: Direct}, names: {via: NodePort}}");

    assertThat(Plan.forName(direct)).isEqualTo(new Plan.Join(direct));
    assertThat(Plan.forFile(DRAFT, Optional.of(direct), ME)).isEqualTo(new Plan.Update(DRAFT));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "', deletionTimestamp: now' | spec: {} | CONFLICT | is being deleted",
      "'' | spec: {suspend: true} | CONFLICT | is suspended: resume it with  kubectl patch -n shop dev/ada",
      "'' | spec: {transport: {type: Direct}} | BAD_INPUT | has transport Direct",
      "'' | status: {conditions: [{type: Ready, status: 'False', reason: Expired, message: over.}]} | CONFLICT "
          + "| has expired: over."})
  void unusableSessionIsRefused(String metadata, String rest, ExitCode code, String message) {
    var session = SessionText.ada((metadata.equals("''") ? "" : metadata.replace("'", "") + "\n") + rest);

    assertRefused(code, message, () -> Plan.forName(session));
    assertRefused(code, message, () -> Plan.forFile(DRAFT, Optional.of(session), ME));
    assertRefused(code, message, () -> Plan.forServices(DRAFT, Optional.of(session), ME));
  }

  private static void assertRefused(ExitCode code, String message, Runnable decision) {
    assertThatThrownBy(decision::run).isInstanceOfSatisfying(AgentException.class,
        e -> assertThat(e.exitCode()).isEqualTo(code)).hasMessageContaining(message);
  }
}
