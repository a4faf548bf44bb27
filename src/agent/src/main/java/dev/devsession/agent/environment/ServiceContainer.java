package dev.devsession.agent.environment;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.Optional;

/**
 * Whose environment is meant.
 *
 * @param container empty: chosen by rules
 */
public record ServiceContainer(String service, Optional<String> container) {

  /** @param text {@code SERVICE} or {@code SERVICE/CONTAINER} */
  public static ServiceContainer parse(String text) {
    var parts = text.split("/", -1);
    if (parts.length > 2 || parts[0].isEmpty() || parts.length == 2 && parts[1].isEmpty()) {
      throw new AgentException(ExitCode.BAD_INPUT, "\"" + text
          + "\" must be SERVICE or SERVICE/CONTAINER, such as orders or orders/app");
    }
    return new ServiceContainer(parts[0], parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
  }
}
