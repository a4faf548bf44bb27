package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NothingNamedTest {
  @Test
  void servicesAndSessionsAreShownWithAnExample() {
    assertThat(new NothingNamed("shop", List.of("web", "orders", "devsession-orders"), List.of()).message())
        .isEqualTo("name what should run here, as in  devsession up orders=3000, for port 3000 of this machine. "
            + "Services in namespace shop: orders, web");
    assertThat(new NothingNamed("shop", List.of("web"), List.of("ada", "ben")).message())
        .endsWith("Services in namespace shop: web. Or a session, as in  devsession up ada. There are: ada, ben");
  }

  @Test
  void manyAreCut() {
    var many = IntStream.range(10, 30).mapToObj(i -> "s" + i).toList();
    assertThat(new NothingNamed("shop", many, List.of()).message()).endsWith("s16, s17 and 12 more");
  }

  @Test
  void namespaceWithoutServicesSendsToAnother() {
    assertThat(new NothingNamed("default", List.of("kubernetes"), List.of()).message())
        .isEqualTo("namespace default has no Service to run here: choose another namespace with -n, or for good with  "
            + "kubectl config set-context --current --namespace=NAME");
  }
}
