package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.agent.up.TrafficChoice;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.WhenAway;
import dev.devsession.match.MatchSyntax;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class TrafficOptionsTest {
  @Command
  static final class UpLike {
    @Mixin
    private TrafficOptions traffic;
  }

  @Test
  void withoutAnyEveryRequestComesHere() {
    assertThat(choice(true)).isEqualTo(TrafficChoice.EVERYTHING);
  }

  @Test
  void rulesMayBeSeveral() {
    var choice = choice(true, "--intercept", "--match", "header x-user=ada", "--match", "path /api/*", "--when-away",
        "refuse");

    assertThat(choice.mode()).isEqualTo(SwapMode.Intercept);
    assertThat(choice.rules()).map(MatchSyntax::write).containsExactly("header x-user=ada", "path /api/*");
    assertThat(choice.whenAway()).contains(WhenAway.Refuse);
    assertThat(choice.answerHeader()).isFalse();
    assertThat(choice(true, "--intercept", "--answer-header").answerHeader()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"--match,path /a | --match needs --intercept or --mirror",
      "--intercept,--mirror | exclude each other", "--mirror,--when-away,refuse | --when-away needs --intercept",
      "--unsafe | --unsafe needs --mirror", "--when-away,original | --when-away needs --intercept",
      "--mirror,--answer-header | --answer-header needs --intercept",
      "--intercept,--match,header x~a( | --match: the rule \"header x~a(\": header x: the expression",
      "--intercept,--match,pth /a | is none of: baggage KEY=VALUE"})
  void contradictionIsAUsageError(String options, String message) {
    assertThatThrownBy(() -> choice(true, options.split(","))).isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }

  @Test
  void existingSessionHasItsOwnModes() {
    assertThatThrownBy(() -> choice(false, "--intercept")).isInstanceOf(ParameterException.class)
        .hasMessageContaining("are for services that are typed");
    assertThat(choice(false)).isEqualTo(TrafficChoice.EVERYTHING);
  }

  @Test
  void seventeenRulesAreMoreThanTheApiTakes() {
    var options = new String[35];
    options[0] = "--intercept";
    for (int i = 1; i < options.length; i += 2) {
      options[i] = "--match";
      options[i + 1] = "path /" + i;
    }
    assertThat(choice(true, Arrays.copyOf(options, 33)).rules()).hasSize(16);
    assertThatThrownBy(() -> choice(true, options)).hasMessageContaining("at most 16 times");
  }

  private static TrafficChoice choice(boolean servicesTyped, String... options) {
    var up = new UpLike();
    var line = new CommandLine(up);
    line.parseArgs(options);
    return up.traffic.choice(line.getCommandSpec(), servicesTyped);
  }
}
