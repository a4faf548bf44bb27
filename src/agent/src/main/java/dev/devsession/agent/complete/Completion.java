package dev.devsession.agent.complete;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The words that can complete a command line. */
public final class Completion {
  private Completion() {}

  /**
   * The candidates for the last word, in order.
   *
   * @param words as typed so far; the last may be empty
   */
  public static List<String> of(CommandSpec root, List<String> words, CompletableNames names) {
    var prefix = words.getLast();
    return candidates(CompletionTarget.of(root, words), names).filter(c -> c.startsWith(prefix)).distinct().sorted()
        .toList();
  }

  private static Stream<String> candidates(CompletionTarget asked, CompletableNames names) {
    return switch (asked) {
      case CompletionTarget.Subcommand(var command) -> command.subcommands().entrySet().stream()
          .filter(s -> !s.getValue().getCommandSpec().usageMessage().hidden()
              && s.getKey().equals(s.getValue().getCommandName()))
          .map(s -> s.getKey());
      case CompletionTarget.Option(var command) ->
        command.options().stream().filter(o -> !o.hidden()).map(o -> o.longestName());
      case CompletionTarget.Value(var argument) -> values(argument, names);
      case CompletionTarget.Anything() -> Stream.empty();
    };
  }

  private static Stream<String> values(ArgSpec argument, CompletableNames names) {
    return switch (argument.paramLabel().toUpperCase(Locale.ROOT)) {
      case "<CONTEXT>" -> names.contexts().stream();
      case "<NAMESPACE>", "<NAMESPACES>" -> names.namespaces().stream();
      case "NAME" -> names.sessions().stream();
      case "SERVICE" -> names.services().stream();
      case "SERVICE=PORT" -> Stream.concat(names.services().stream().map(s -> s + "="), names.sessions().stream());
      default -> argument.completionCandidates() == null
          ? Stream.empty()
          : StreamSupport.stream(argument.completionCandidates().spliterator(), false);
    };
  }
}
