package dev.devsession.agent.environment;

import dev.devsession.environment.ContainerChoice;
import dev.devsession.environment.ContainerEnvironment.Gap;
import dev.devsession.environment.Variable;
import dev.devsession.environment.WorkloadPod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a process on this machine gets of a container's environment.
 *
 * @param pod that it was read from
 * @param variables those that were selected, known or not
 * @param leftOut by default, by name
 * @param refusals by the words in variables and gaps: the whole text, with the command that grants the right
 */
public record ProcessEnvironment(WorkloadPod pod, ContainerChoice container, List<Variable> variables, List<Gap> gaps,
    List<String> leftOut, Map<String, String> refusals) {

  /** The known ones, in order. */
  public Map<String, String> values() {
    var values = new LinkedHashMap<String, String>();
    variables.forEach(v -> v.value().ifPresent(value -> values.put(v.name(), value)));
    return values;
  }
}
