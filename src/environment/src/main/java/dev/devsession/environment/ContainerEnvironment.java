package dev.devsession.environment;

import java.util.List;

/**
 * The environment of a container.
 *
 * @param variables in the order in which they are declared, service links last
 * @param gaps where variables are missing whose names aren't known
 */
public record ContainerEnvironment(List<Variable> variables, List<Gap> gaps) {
  /**
   * A ConfigMap or Secret of which all entries become variables, and that could not be read.
   *
   * @param source such as {@code Secret orders-db}
   * @param why as that of {@link Variable.Unknown}
   */
  public record Gap(String source, String why) {}
}
