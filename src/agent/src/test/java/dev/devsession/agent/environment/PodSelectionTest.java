package dev.devsession.agent.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodSelectionTest {
  private static final String READY = ", conditions: [{type: Ready, status: 'True'}]";

  @Test
  void theNewestReadyPodSpeaksForTheOthers() {
    assertThat(chosen(pod("old", "01", "", READY), pod("new", "02", "", READY), pod("unready", "03", "", "")))
        .contains("new");
  }

  @Test
  void aPodThatIsNotReadyYetIsBetterThanOneThatGoes() {
    assertThat(chosen(pod("going", "03", "deletionTimestamp: x,", READY), pod("unready", "02", "", "")))
        .contains("unready");
    assertThat(chosen(pod("going", "03", "deletionTimestamp: x,", READY))).contains("going");
  }

  @Test
  void podsOfDevSessionAndPodsThatHaveEndedDoNotCount() {
    assertThat(chosen(pod("proxy", "02", "labels: {devsession.dev/swap: orders},", READY),
        pod("ended", "03", "", "").replace("Running", "Succeeded"))).isEmpty();
  }

  @Test
  void theTemplateIsThatOfTheNewestWorkloadThatTheServiceSelects() {
    var workloads = yaml("items: [" + workload("other", "{app: stock}", "04") + ", "
        + workload("old", "{app: orders, tier: x}", "01") + ", " + workload("new", "{app: orders}", "02") + ", "
        + workload("proxy", "{app: orders}", "03").replace("name: proxy", "name: proxy, labels: "
            + "{devsession.dev/swap: orders}")
        + "]");

    assertThat(PodSelection.workload(workloads, Map.of("app", "orders")).map(w -> w.path("metadata").path("name")
        .asText())).contains("new");
    assertThat(PodSelection.workload(workloads, Map.of("app", "orders", "tier", "x")).map(w -> w.path("metadata")
        .path("name").asText())).contains("old");
    assertThat(PodSelection.workload(workloads, Map.of("app", "web"))).isEmpty();
  }

  private static Optional<String> chosen(String... pods) {
    return PodSelection.pod(yaml("items: [" + String.join(", ", pods) + "]"))
        .map(p -> p.path("metadata").path("name").asText());
  }

  private static String pod(String name, String day, String metadata, String status) {
    return "{metadata: {" + metadata + " name: " + name + ", creationTimestamp: 2026-01-" + day
        + "T00:00:00Z}, status: {phase: Running" + status + "}}";
  }

  private static String workload(String name, String labels, String day) {
    return "{metadata: {name: " + name + ", creationTimestamp: 2026-01-" + day
        + "T00:00:00Z}, spec: {template: {metadata: {labels: " + labels + "}}}}";
  }

  private static JsonNode yaml(String text) {
    return Serialization.unmarshal("---\n" + text, JsonNode.class);
  }
}
