package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.agent.environment.EnvironmentChoice;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesPolicyTest {
  private static final UpSettings WITH_NAMES = choice(Optional.of(Path.of("/etc/hosts")));

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"{} | Tunnel", "{names: {via: Tunnel}} | Tunnel",
      "{names: {via: NodePort}} | NodePort", "{names: {via: ClusterIP}} | ClusterIP",
      "{transport: {type: Direct}} | none", "{transport: {type: Direct}, names: {via: NodePort}} | NodePort",
      "{transport: {type: Direct}, names: {via: ClusterIP}} | ClusterIP"})
  void namesLeadWhereTheSpecSays(String spec, String via) {
    assertThat(NamesPolicy.of(SessionText.ada("spec: " + spec), WITH_NAMES).map(Enum::name).orElse("none"))
        .isEqualTo(via);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "{names: {via: Dns}} | session shop/ada has names.via Dns, which this devsession doesn't know",
      "{transport: {type: Direct}, names: {via: Tunnel}} | set spec.names.via to NodePort or ClusterIP"})
  void unsupportedNamesAreRefusedUnlessNamesAreSwitchedOff(String spec, String message) {
    var session = SessionText.ada("spec: " + spec);
    assertThatThrownBy(() -> NamesPolicy.of(session, WITH_NAMES)).isInstanceOfSatisfying(AgentException.class,
        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT)).hasMessageContaining(message);
    assertThat(NamesPolicy.of(session, choice(Optional.empty()))).isEmpty();
  }

  @Test
  void noNamesIfTheyAreSwitchedOff() {
    assertThat(NamesPolicy.of(SessionText.ada("spec: {}"), choice(Optional.empty()))).isEmpty();
  }

  private static UpSettings choice(Optional<Path> hostsFile) {
    return new UpSettings(hostsFile, false, Optional.empty(), false, Optional.empty(), List.of(),
        EnvironmentChoice.DEFAULT, false, false);
  }
}
