package dev.devsession.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class SharedStringsTest {
  private final KubernetesSerialization json = new KubernetesSerialization(
      new ObjectMapper().registerModule(new SharedStrings()), false);

  @Test
  void equalTextsAreOneObject() {
    var one = read("orders");
    var other = read("orders");

    assertThat(one.getMetadata().getNamespace()).isSameAs(other.getMetadata().getNamespace());
    assertThat(one.getMetadata().getLabels().get("app")).isSameAs(other.getMetadata().getName());
    assertThat(one.getSpec().getPorts().getFirst().getTargetPort().getStrVal()).isEqualTo("http");
  }

  @Test
  void longTextsAreNotShared() {
    var text = "long".repeat(20);
    assertThat(read(text).getMetadata().getName()).isEqualTo(text).isNotSameAs(read(text).getMetadata().getName());
  }

  private Service read(String name) {
    return json.unmarshal("""
        {"apiVersion": "v1", "kind": "Service",
         "metadata": {"name": "%1$s", "namespace": "a-shop", "labels": {"app": "%1$s"}},
         "spec": {"ports": [{"port": 80, "targetPort": "http"}]}}
        """.formatted(name), Service.class);
  }
}
