package dev.devsession.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.api.v1alpha1.MatchRule;
import dev.devsession.match.MatchSyntax;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"baggage devsession=ada", "header x-user=ada and header x-team=a* and header y~.* and header z",
          "cookie a=", "query a=b and path /x/* and method GET,PUT and not path /x/y",
          "header a=b and cookie c and query d=e* and path ~/.* and method M and not cookie f=g and baggage h=i"})
  void ruleThatIsWrittenIsReadAsItWas(String rule) {
    var typed = MatchSyntax.parse(rule);
    var json = MatchJson.write(typed);

    assertThat(MatchJson.read(json).tests()).containsExactlyInAnyOrderElementsOf(typed.tests());
    assertThat(Serialization.unmarshal(json.toString(), MatchRule.class)).as("all fields are the API's").isNotNull();
  }

  @Test
  void presentMayBeSaid() {
    assertThat(MatchSyntax.write(MatchJson.read(Serialization.unmarshal("""
        headers: [{name: x, present: true}]
        aPartOfTheFuture: {x: 1}
        """, JsonNode.class)))).isEqualTo("header x");
  }
}
