package dev.devsession.agent.complete;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the last word of a command line can be. */
public sealed interface CompletionTarget {
  /** A subcommand of the command. */
  record Subcommand(CommandSpec of) implements CompletionTarget {}

  /** An option of the command. */
  record Option(CommandSpec of) implements CompletionTarget {}

  /** A value of an option or a parameter. */
  record Value(ArgSpec of) implements CompletionTarget {}

  /** Nothing that we know of, such as a file or a word of another program's command line. */
  record Anything() implements CompletionTarget {}

  /** @param words as typed so far; the last is the one to be completed, and may be empty */
  static CompletionTarget of(CommandSpec root, List<String> words) {
    var command = root;
    Optional<OptionSpec> waiting = Optional.empty();
    int parameters = 0;
    for (var word : words.subList(0, words.size() - 1)) {
      if (waiting.isPresent()) {
        waiting = Optional.empty();
      } else if (word.equals("--")) {
        return new Anything();
      } else if (word.startsWith("-")) {
        waiting = Optional.ofNullable(command.findOption(word)).filter(o -> o.arity().min() > 0);
      } else if (command.subcommands().containsKey(word)) {
        command = command.subcommands().get(word).getCommandSpec();
        parameters = 0;
      } else {
        parameters++;
      }
    }
    if (waiting.isPresent()) {
      return new Value(waiting.get());
    }
    if (words.getLast().startsWith("-")) {
      return new Option(command);
    }
    if (!command.subcommands().isEmpty()) {
      return new Subcommand(command);
    }
    int position = parameters;
    return command.positionalParameters().stream().filter(p -> p.index().contains(position) && !p.hidden()).findFirst()
        .<CompletionTarget>map(Value::new).orElseGet(Anything::new);
  }
}
