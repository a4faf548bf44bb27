package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenWorkloadsTest {
  private final WrittenWorkloads written = new WrittenWorkloads();

  @Test
  void theOperatorsOwnWriteStandsForTheVersionsThatItReplaced() {
    written.add(version("1"), List.of(version("2"), version("3")));
    assertThat(List.of("1", "2", "3")).allSatisfy(v -> assertThat(current(v)).isEqualTo("3"));
  }

  @Test
  void whatAnotherClientWroteLaterCounts() {
    written.add(version("1"), List.of(version("2")));
    assertThat(current("4")).isEqualTo("4");
    assertThat(current("1")).as("is forgotten by then").isEqualTo("1");
  }

  private String current(String cached) {
    return written.current(version(cached)).metadata().getResourceVersion();
  }

  private static Workload version(String version) {
    return Workload.of(new DeploymentBuilder().withNewMetadata().withName("orders").withUid("uid")
        .withResourceVersion(version).endMetadata().withNewSpec().withNewTemplate().endTemplate().endSpec().build());
  }
}
