package dev.devsession.agent;

import dev.devsession.environment.NamePattern;
import dev.devsession.environment.VariableSelection;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which variables of a container, and with which paths. */
final class VariableOptions {
  @Option(names = "--only", paramLabel = "NAME", description = "Only these variables of the container; * stands for "
      + "any text, ? for any character. A full name also lets in what is left out by default, such as PATH.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--except", paramLabel = "NAME", description = "Not these variables of the container.")
  private List<String> except = new ArrayList<>();

  @Option(names = "--no-map-paths", description = "Leave paths of the container's mounted files as they are.")
  private boolean noMapPaths;

  VariableSelection selection() {
    return new VariableSelection(only.stream().map(NamePattern::of).toList(),
        except.stream().map(NamePattern::of).toList());
  }

  boolean mapPaths() {
    return !noMapPaths;
  }
}
