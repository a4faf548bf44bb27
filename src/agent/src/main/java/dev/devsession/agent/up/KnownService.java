package dev.devsession.agent.up;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A Service of the namespace, as far as a swap has to know it. */
public record KnownService(String name, List<Port> ports) {
  /** @param name may be empty where there is only one */
  public record Port(String name, int number) {}

  /** @param list of Services, as the API server answers it; only TCP ports are kept */
  public static Map<String, KnownService> of(JsonNode list) {
    return list.path("items").valueStream().map(KnownService::one)
        .collect(Collectors.toMap(KnownService::name, Function.identity()));
  }

  /** The number of a port by its name; the only port is also found by the empty name. */
  public Map<String, Integer> numbers() {
    var numbers = ports.stream().collect(Collectors.toMap(Port::name, Port::number, (a, b) -> a));
    if (ports.size() == 1) {
      numbers.put("", ports.getFirst().number());
    }
    return numbers;
  }

  private static KnownService one(JsonNode service) {
    return new KnownService(service.path("metadata").path("name").asText(),
        service.path("spec").path("ports").valueStream().filter(p -> "TCP".equals(p.path("protocol").asText("TCP")))
            .map(p -> new Port(p.path("name").asText(""), p.path("port").asInt())).toList());
  }
}
