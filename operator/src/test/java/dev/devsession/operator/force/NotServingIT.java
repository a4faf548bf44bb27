package dev.devsession.operator.force;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.devsession.hollow.HollowCluster;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An operator serves only if it is the only one and its CRDs are installed. Otherwise it isn't ready and says why. */
class NotServingIT {
  private static HollowCluster cluster;
  private static KubernetesClient client;
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.devsession.operator.Preconditions");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeAll
  static void start() {
    cluster = Shop.cluster();
    client = cluster.client();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void recordLog() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopRecording() {
    logger.detachAppender(log);
  }

  @Test
  void secondOperatorWaitsUntilTheFirstIsUninstalled() {
    try (var shop = new Shop(cluster, "two")) {
      shop.stopOperator();
      var first = settings("one-system");
      var second = settings("two-system");
      Shop.install(client, first);
      Shop.install(client, second);
      try (var one = new Running(client, first)) {
        await().atMost(Shop.PATIENCE).until(one::isReady);
        try (var two = new Running(client, second)) {
          var why = "Another operator serves the same namespaces: devsession in namespace one-system.";
          shop.eventually("it reports why", () -> {
            assertThat(Shop.notServingEvents(client, "two-system")).singleElement().asString().contains(why,
                "Uninstall one");
            assertThat(logged()).anySatisfy(line -> assertThat(line).contains(why));
          });
          shop.createSwappedSession();
          assertThat(two.isReady()).isFalse();
          assertThat(two.isAlive()).isTrue();
          assertThat(Shop.notServingEvents(client, "one-system")).isEmpty();

          one.stop();
          client.apps().deployments().inNamespace("one-system").delete();
          await().atMost(Shop.PATIENCE).until(two::isReady);
          shop.session("ada").delete();
          shop.awaitAsBefore();
        }
      }
    } finally {
      client.apps().deployments().inNamespace("two-system").delete();
    }
  }

  @Test
  void runningOperatorRestoresWhenItsCrdsAreDeletedAndServesOnceTheyAreBack() {
    try (var shop = new Shop(cluster, "alive")) {
      shop.install();
      shop.createSwappedSession();

      deleteCrds();

      shop.awaitAsBefore();
      awaitNoCrds();
      await().atMost(Shop.PATIENCE).until(() -> !shop.operator().isReady() && !shop.operator().isAlive());

      shop.stopOperator(); // as the kubelet does when the liveness probe fails
      shop.startOperator();

      assertServesOnceCrdsAreInstalled(shop);
    }
  }

  @Test
  void nextOperatorRestoresWhenTheCrdsAreGoneAndServesOnceTheyAreBack() {
    try (var shop = new Shop(cluster, "dead")) {
      shop.install();
      shop.createSwappedSession();

      shop.stopOperator();
      deleteCrds();
      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());

      awaitNoCrds();
      assertThat(shop.orders().getSpec().getReplicas()).isZero();

      shop.startOperator();

      shop.awaitAsBefore();
      assertServesOnceCrdsAreInstalled(shop);
    }
  }

  private void assertServesOnceCrdsAreInstalled(Shop shop) {
    shop.eventually("it reports why it doesn't serve", () -> {
      assertThat(shop.notServingEvents()).singleElement().asString().contains("no devsessions.devsession.dev",
          "kubectl apply");
      assertThat(logged()).anySatisfy(line -> assertThat(line).contains("no devsessions.devsession.dev"));
    });
    assertThat(shop.operator().isReady()).isFalse();
    assertThat(shop.operator().isAlive()).isTrue();
    Shop.CRDS.forEach(cluster::install);
    await().atMost(Shop.PATIENCE).until(shop.operator()::isReady);
    shop.createSwappedSession();
    shop.session("ada").delete();
    shop.awaitAsBefore();
  }

  private static OperatorConfig settings(String namespace) {
    return new OperatorConfig(namespace, "devsession", Set.of(), WorkloadKind.BUILT_IN, "proxy", "IfNotPresent", "", 0,
        false);
  }

  private List<String> logged() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static void deleteCrds() {
    for (var name : List.of("devsessions.devsession.dev", "swaps.devsession.dev")) {
      client.resources(CustomResourceDefinition.class).withName(name).delete();
    }
  }

  private static void awaitNoCrds() {
    await().atMost(Duration.ofSeconds(60)).until(() -> client.resources(CustomResourceDefinition.class).list()
        .getItems().isEmpty());
  }
}
