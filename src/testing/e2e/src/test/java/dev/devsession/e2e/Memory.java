package dev.devsession.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Resident memory in bytes, as the kubelets report it ({@code stats/summary}, rssBytes).
 *
 * @param largestProxy of all proxy containers the largest
 */
record Memory(long operator, long largestProxy) {
  static Memory of(Installation installation) {
    var operator = 0L;
    var proxy = 0L;
    for (var node : installation.client.nodes().list().getItems()) {
      for (var pod : summary(installation, node.getMetadata().getName()).path("pods")) {
        for (var container : pod.path("containers")) {
          var rss = container.path("memory").path("rssBytes").asLong();
          if (container.path("name").asText().equals("proxy")) {
            proxy = Math.max(proxy, rss);
          } else if (pod.path("podRef").path("namespace").asText().equals(Installation.NAMESPACE)) {
            operator = Math.max(operator, rss);
          }
        }
      }
    }
    return new Memory(operator, proxy);
  }

  private static JsonNode summary(Installation installation, String node) {
    try {
      return new ObjectMapper().readTree(installation.client.raw("/api/v1/nodes/" + node + "/proxy/stats/summary"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
