package dev.devsession.agent.complete;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class CompletionTest {
  private static final CompletableNames NAMES = new CompletableNames() {
    @Override
    public List<String> contexts() {
      return List.of("prod", "minikube");
    }

    @Override
    public List<String> namespaces() {
      return List.of("shop", "lab");
    }

    @Override
    public List<String> sessions() {
      return List.of("bob", "ada");
    }

    @Override
    public List<String> services() {
      return List.of("stock", "orders");
    }
  };

  @Command(name = "devsession", subcommands = {Up.class, Status.class, Secret.class})
  static final class Root {}

  @Command(name = "status", aliases = "st")
  static final class Status {
    enum Format {
      wide,
      json
    }

    @Option(names = {"-o", "--output"})
    Format output;
    @Option(names = {"-n", "--namespace"})
    String namespace;
    @Option(names = "--context")
    String context;
    @Option(names = {"-w", "--watch"})
    boolean watch;
    @Option(names = "--inner", hidden = true)
    boolean inner;
    @Parameters(paramLabel = "NAME", index = "0")
    String name;
  }

  @Command(name = "up")
  static final class Up {
    @Parameters(paramLabel = "SERVICE=PORT")
    List<String> what;
  }

  @Command(name = "secret", hidden = true)
  static final class Secret {}

  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', value = {
      "'', status up",
      "st, status",
      "nonsense x, ''",
      "status ., ada bob",
      "status b, bob",
      "status ada ., ''",
      "status -w ., ada bob",
      "status -o ., json wide",
      "status -o w, wide",
      "st --namespace ., lab shop",
      "status --context mini, minikube",
      "status --, --context --namespace --output --watch",
      "up ., ada bob orders= stock=",
      "up orders=3000 s, stock=",
      "up orders=3000 -- n, ''"})
  void completesWith(String typed, String expected) {
    // A dot stands for a word that is still empty.
    var words = List.of(typed.replace("'", "").split(" ")).stream().map(w -> w.equals(".") ? "" : w).toList();
    assertThat(String.join(" ", Completion.of(new CommandLine(new Root()).getCommandSpec(), words, NAMES)))
        .isEqualTo(expected.replace("'", ""));
  }
}
