package dev.devsession.logs.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which Service a pod serves, by the Services' selectors. */
public record ServiceSelectors(SortedMap<String, Map<String, String>> byService) {
  /** @param services as the API server has them; those without a selector select nothing */
  public static ServiceSelectors of(Iterable<JsonNode> services) {
    var selectors = new TreeMap<String, Map<String, String>>();
    services.forEach(service -> {
      var selector = new TreeMap<String, String>();
      service.path("spec").path("selector").propertyStream()
          .forEach(label -> selector.put(label.getKey(), label.getValue().asText()));
      if (!selector.isEmpty()) {
        selectors.put(service.path("metadata").path("name").asText(), selector);
      }
    });
    return new ServiceSelectors(selectors);
  }

  /** The first Service, by name, that selects the pod. */
  public Optional<String> of(PodView pod) {
    return byService.entrySet().stream().filter(s -> selects(s.getValue(), pod)).map(Map.Entry::getKey).findFirst();
  }

  /** Whether this Service selects the pod. */
  public boolean selects(String service, PodView pod) {
    return byService.containsKey(service) && selects(byService.get(service), pod);
  }

  private static boolean selects(Map<String, String> selector, PodView pod) {
    return pod.labels().entrySet().containsAll(selector.entrySet());
  }
}
