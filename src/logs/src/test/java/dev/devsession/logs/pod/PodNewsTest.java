package dev.devsession.logs.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PodNewsTest {
  private static final String POD = """
      {"metadata": {"uid": "u1", "name": "orders-5b9c8-x2x4z",
        "labels": {"app": "orders", "pod-template-hash": "5b9c8"},
        "ownerReferences": [{"kind": "ReplicaSet", "name": "orders-5b9c8"}]},
       "spec": {"containers": [{"name": "orders"}, {"name": "log"}]},
       "status": %s}""";
  private final PodNews news = new PodNews();

  @Test
  void allKindsOfContainersAreSeen() {
    var pod = pod("""
        {"initContainerStatuses": [{"name": "migrate", "restartCount": 0, "state": {"terminated": {"exitCode": 0}}},
           {"name": "sidecar", "restartCount": 1, "state": {"running": {}}}],
         "containerStatuses": [{"name": "orders", "restartCount": 0,
           "state": {"waiting": {"reason": "PodInitializing"}}}],
         "ephemeralContainerStatuses": [{"name": "debug", "restartCount": 0, "state": {"running": {}}}]}""");

    assertThat(pod.containers()).extracting(ContainerView::name).containsExactly("migrate", "sidecar", "orders",
        "debug");
    assertThat(pod.containers()).extracting(ContainerView::hasRun).containsExactly(true, true, false, true);
    assertThat(pod.main()).isEqualTo("orders");
    assertThat(pod.owner()).isEqualTo("orders");
  }

  @Test
  void waitingReasonIsSaidOnceAndStartingIsNone() {
    var starting = "{\"containerStatuses\": [{\"name\": \"orders\", \"state\": {\"waiting\": {\"reason\": \"%s\"}}}]}";

    assertThat(news.of(pod(starting.formatted("ContainerCreating")))).isEmpty();
    assertThat(news.of(pod(starting.formatted("ErrImagePull")))).extracting(PodNews.Item::text)
        .containsExactly("(waits: ErrImagePull)");
    assertThat(news.of(pod(starting.formatted("ImagePullBackOff")))).hasSize(1);
    assertThat(news.of(pod(starting.formatted("ErrImagePull")))).isEmpty();
  }

  @Test
  void restartIsSaidWithItsReason() {
    var status = """
        {"containerStatuses": [{"name": "orders", "restartCount": %d, "state": {"running": {}},
          "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}]}""";

    assertThat(news.of(pod(status.formatted(1)))).as("it was before we looked").isEmpty();
    assertThat(news.of(pod(status.formatted(2)))).extracting(PodNews.Item::text)
        .containsExactly("(container starts again: exit 137 OOMKilled, 2nd time)");
    assertThat(news.of(pod(status.formatted(2)))).isEmpty();
  }

  @Test
  void podWithoutANodeIsSaid() {
    var pod = pod("""
        {"conditions": [{"type": "PodScheduled", "status": "False", "message": "0/1 nodes are available"}]}""");

    assertThat(news.of(pod)).containsExactly(new PodNews.Item("", "(waits for a node: 0/1 nodes are available)"));
    assertThat(news.of(pod)).isEmpty();
  }

  @Test
  void ordinalsAreEnglish() {
    assertThat(java.util.stream.IntStream.of(1, 2, 3, 4, 11, 12, 13, 21, 111, 112, 122).mapToObj(PodNews::ordinal))
        .containsExactly("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th", "112th", "122nd");
  }

  @Test
  void firstServiceThatSelectsThePodNamesIt() throws JsonProcessingException {
    var services = ServiceSelectors.of(new ObjectMapper().readTree("""
        {"items": [{"metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}}},
          {"metadata": {"name": "orders-b"}, "spec": {"selector": {"app": "orders"}}},
          {"metadata": {"name": "orders"}, "spec": {"selector": {"app": "orders"}}},
          {"metadata": {"name": "all"}, "spec": {"selector": {}}},
          {"metadata": {"name": "external"}, "spec": {}}]}""").path("items"));

    assertThat(services.of(pod("{}"))).contains("orders");
    assertThat(services.selects("orders-b", pod("{}"))).isTrue();
    assertThat(services.selects("all", pod("{}"))).isFalse();
    assertThat(services.selects("none", pod("{}"))).isFalse();
  }

  private static PodView pod(String status) {
    try {
      return PodView.of(new ObjectMapper().readTree(POD.formatted(status)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
