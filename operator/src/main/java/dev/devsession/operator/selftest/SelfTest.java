package dev.devsession.operator.selftest;

import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.operator.cluster.KubernetesClients;
import dev.devsession.operator.status.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The chart's test: swaps a sample Service to this process and back, with the rights of a developer on this one
 * session. It says each step on standard output.
 */
public final class SelfTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private final Resource<DevSession> session;
  private final Supplier<Optional<String>> answer;
  private final Duration patience;

  /** @param answer what the sample Service answers now; empty: nothing */
  SelfTest(Resource<DevSession> session, Supplier<Optional<String>> answer, Duration patience) {
    this.session = session;
    this.answer = answer;
    this.patience = patience;
  }

  /**
   * @param env {@code TEST_NAMESPACE}, {@code TEST_SERVICE} and {@code POD_IP}, as the chart sets them
   * @throws IllegalStateException saying which step did not come about, and what the session's condition says
   */
  public static void run(Map<String, String> env) {
    var namespace = env.get("TEST_NAMESPACE");
    var service = env.get("TEST_SERVICE");
    var uri = URI.create("http://" + service + "." + namespace + ".svc:" + SampleServer.PORT + "/");
    try (var client = KubernetesClients.open();
        var machine = new SampleServer(SampleServer.PORT, SampleServer.MACHINE)) {
      var resource = client.resource(session(client, namespace, service, env.get("POD_IP"), machine.port()));
      new SelfTest(resource, () -> Answers.get(uri), PATIENCE).swapAndRestore();
    }
  }

  static DevSession session(KubernetesClient client, String namespace, String service, String address,
      int port) {
    return client.getKubernetesSerialization().unmarshal("""
        apiVersion: devsession.dev/v1alpha1
        kind: DevSession
        metadata: {namespace: "%1$s", name: "%2$s"}
        spec:
          ttlSeconds: 600
          services: [{name: "%2$s", ports: [{hostPort: %4$s}]}]
          transport: {type: Direct, hostAddress: "%3$s"}
        """.formatted(namespace, service, address, port), DevSession.class);
  }

  void swapAndRestore() {
    await("the sample Service answers", () -> answers(SampleServer.ORIGINAL));
    session.create();
    try {
      await("a session leads it to this pod", () -> answers(SampleServer.MACHINE));
    } finally {
      session.delete();
    }
    await("the session has ended", () -> session.get() == null);
    await("the original answers again", () -> answers(SampleServer.ORIGINAL));
  }

  private boolean answers(String wanted) {
    return answer.get().filter(wanted::equals).isPresent();
  }

  private void await(String step, BooleanSupplier done) {
    var start = System.nanoTime();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new IllegalStateException("failed: " + step + ", expected within " + patience.toSeconds() + " s. "
            + said());
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting: " + step, e);
      }
    }
    System.out.printf("ok: %s (%.1f s)%n", step, (System.nanoTime() - start) / 1e9);
  }

  private String said() {
    var now = session.get();
    if (now == null) {
      return "There is no session.";
    }
    return Optional.ofNullable(now.getStatus())
        .flatMap(s -> Conditions.find(s.conditions(), ConditionType.Ready))
        .map(c -> "The session says: " + c.reason() + ": " + c.message())
        .orElse("The session has no status: does an operator run that serves this namespace?");
  }
}
