package dev.devsession.operator.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.operator.CustomResources;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The steps of the chart's test, in a cluster without an operator: the Service's answer is played. */
@EnableKubeAPIServer
class SelfTestIT {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  static KubernetesClient client;

  @BeforeAll
  static void install() {
    CustomResources.install(client);
  }

  @Test
  void itPassesWhenTheServiceFollowsTheSession() {
    try (var original = new SampleServer(0, SampleServer.ORIGINAL);
        var machine = new SampleServer(0, SampleServer.MACHINE)) {
      test(() -> Answers.get(URI.create("http://127.0.0.1:" + (exists() ? machine : original).port() + "/")))
          .swapAndRestore();
    }
    assertThat(exists()).isFalse();
  }

  @Test
  void withoutAnOperatorItSaysSoAndTakesItsSessionBack() {
    assertThatThrownBy(() -> test(() -> Optional.of(SampleServer.ORIGINAL)).swapAndRestore())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("failed: a session leads it to this pod").hasMessageContaining("does an operator run");
    assertThat(exists()).isFalse();
  }

  @Test
  void sampleThatDoesNotAnswerIsNoReasonForASession() {
    assertThatThrownBy(() -> test(Optional::empty).swapAndRestore())
        .hasMessageContaining("failed: the sample Service answers").hasMessageContaining("There is no session");
  }

  private static SelfTest test(Supplier<Optional<String>> answer) {
    return new SelfTest(client.resource(session()), answer, PATIENCE);
  }

  private static DevSession session() {
    return SelfTest.session(client, "default", "sample", "192.0.2.1", 8080);
  }

  private static boolean exists() {
    return client.resource(session()).get() != null;
  }
}
