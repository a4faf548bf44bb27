package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyTest {

  @Test
  void proxyIsCurrentWhateverTheOrderOfItsLabels() {
    // A HashMap keeps two keys with the same hash code in insertion order.
    assertThat("Aa").hasSameHashCodeAs("BB");
    assertThat(proxy("Aa", "BB").isCurrent(proxy("BB", "Aa").deployment())).isTrue();
  }

  private static Proxy proxy(String... labels) {
    var ordered = new LinkedHashMap<String, String>();
    for (var label : labels) {
      ordered.put(label, "yes");
    }
    var workload = new Workload(new WorkloadRef("apps/v1", "Deployment", "orders"), new ObjectMeta(), 1, 1,
        ordered, List.of());
    return Proxy.of(Scene.swap("ada"), workload, List.of(new Route(8080, "192.0.2.1", 3000, 0)), Scene.SETTINGS);
  }
}
