package dev.devsession.agent.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionSkewTest {
  @ParameterizedTest
  @CsvSource({"0.3.0, 0.3.0", "0.3.0, 0.3.9", "0.3.0, 0.2.7", "0.3.0, 0.4.0", "1.0.0, v1.1.0-rc.1", "0.3.0, latest",
      "0.3.0, main-4f2a", "0.3.0, 0.99999999999"})
  void oneMinorApartFitsAndWhatIsNoVersionIsNotJudged(String client, String operator) {
    assertThat(VersionSkew.warning(client, operator)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.3.0, 0.1.0", "1.0.0, 0.9.0", "2.0.0, 1.9.0", "0.12.0, 0.9.0"})
  void olderOperatorIsToBeUpgraded(String client, String operator) {
    assertThat(VersionSkew.warning(client, operator)).hasValue("the operator is " + operator + ", this devsession "
        + client + ", and more than one minor version apart is not supported: ask a cluster admin to upgrade the "
        + "operator, or install a devsession of its version");
  }

  @ParameterizedTest
  @CsvSource({"0.3.0, 0.5.0", "0.9.0, 1.0.0", "1.1.0, 2.0.0"})
  void newerOperatorNeedsANewerAgent(String client, String operator) {
    assertThat(VersionSkew.warning(client, operator)).hasValueSatisfying(text -> assertThat(text)
        .contains("the operator is " + operator).endsWith(": install a devsession of the operator's version"));
  }
}
