package dev.devsession.environment;

import java.util.List;

/**
 * Which variables of a container a process on this machine gets: all but those that describe the container's own
 * system.
 *
 * @param only if there are any: no others; a name without {@code *} and {@code ?} also lets in what is left out by
 *          default
 * @param except not these
 */
public record VariableSelection(List<NamePattern> only, List<NamePattern> except) {
  /** Nothing was typed. */
  public static final VariableSelection DEFAULT = new VariableSelection(List.of(), List.of());

  /** @param leftOut those left out by default that the user didn't leave out anyway, by name */
  public record Selected(List<Variable> variables, List<String> leftOut) {}

  /** Selects, in the same order. */
  public Selected of(List<Variable> variables) {
    var asked = variables.stream().filter(v -> isAsked(v.name())).toList();
    return new Selected(asked.stream().filter(v -> !isLeftOut(v.name())).toList(),
        asked.stream().map(Variable::name).filter(this::isLeftOut).toList());
  }

  private boolean isAsked(String name) {
    return (only.isEmpty() || only.stream().anyMatch(p -> p.matches(name)))
        && except.stream().noneMatch(p -> p.matches(name));
  }

  private boolean isLeftOut(String name) {
    return MachineVariables.contain(name) && only.stream().noneMatch(p -> p.isLiteral() && p.matches(name));
  }
}
