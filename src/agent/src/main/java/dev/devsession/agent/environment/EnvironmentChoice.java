package dev.devsession.agent.environment;

import dev.devsession.environment.VariableSelection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command's environment is made of, apart from this machine's, as typed.
 *
 * @param from {@code SERVICE}, {@code SERVICE/CONTAINER} or {@code none}; empty: the only Service of the session
 * @param selection which of the container's variables
 * @param mapPaths whether paths of mounted files become those on this machine
 * @param own variables that go before the container's
 */
public record EnvironmentChoice(Optional<String> from, VariableSelection selection, boolean mapPaths,
    Map<String, String> own) {
  /** Nothing was typed. */
  public static final EnvironmentChoice DEFAULT = new EnvironmentChoice(Optional.empty(), VariableSelection.DEFAULT,
      true, Map.of());
  private static final String NONE = "none";

  /**
   * Whose environment it is; empty: only this machine's.
   *
   * @param services of the session
   */
  public Optional<ServiceContainer> target(List<String> services) {
    return from.isPresent()
        ? from.filter(f -> !f.equals(NONE)).map(ServiceContainer::parse)
        : services.size() == 1
            ? Optional.of(new ServiceContainer(services.getFirst(), Optional.empty()))
            : Optional.empty();
  }
}
