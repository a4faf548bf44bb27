package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.console.Terminal;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SubcommandsTest {

  private static final CommandLine ALL = line("help");

  @Test
  void eachCommandHasTheNameThatItIsFoundBy() {
    for (String name : ALL.getSubcommands().keySet()) {
      assertThat(line(name, "--help").getSubcommands()).as(name).containsKey(name);
    }
  }

  @Test
  void commandIsTheOnlyOneThatIsRead() {
    assertThat(line("list", "-A").getSubcommands()).containsOnlyKeys("list", "ls");
  }

  @Test
  void wordThatIsNoCommandFindsAllForTheSuggestion() {
    assertThat(line("lst").getSubcommands()).hasSameSizeAs(ALL.getSubcommands()).containsKey("list");
    assertThat(line().getSubcommands()).hasSameSizeAs(ALL.getSubcommands());
    assertThat(line("ls").getSubcommands()).containsKey("ls");
  }

  private static CommandLine line(String... words) {
    return Subcommands.of(new Devsession(null, new Terminal(System.out, System.err)), words);
  }
}
