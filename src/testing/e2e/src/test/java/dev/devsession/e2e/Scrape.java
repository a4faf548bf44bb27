package dev.devsession.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What pods export: of each metric that has a sample, its labels. */
final class Scrape {
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_][a-zA-Z_0-9]*)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z_0-9]*)=\"");
  private final Installation installation;
  private final Map<String, Set<String>> labels = new TreeMap<>();

  Scrape(Installation installation) {
    this.installation = installation;
  }

  /** Asks a pod as Prometheus does, at the port of this name. */
  void add(Pod pod, String port) {
    var number = pod.getSpec().getContainers().getFirst().getPorts().stream().filter(p -> port.equals(p.getName()))
        .findFirst().orElseThrow().getContainerPort();
    var page = installation.client.raw("/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
        + pod.getMetadata().getName() + ":" + number + "/proxy/metrics");
    SAMPLE.matcher(page).results().forEach(sample -> {
      var of = labels.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
      if (sample.group(2) != null) {
        LABEL.matcher(sample.group(2)).results().forEach(label -> of.add(label.group(1)));
      }
    });
  }

  Map<String, Set<String>> labelsByMetric() {
    return labels;
  }
}
