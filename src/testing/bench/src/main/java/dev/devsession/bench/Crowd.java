package dev.devsession.bench;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Services with Deployments, spread over namespaces, and sessions for the first of them, whose pods run. */
final class Crowd {
  private static final int HANDS = 16;
  private static final int PATIENCE_MINUTES = 30;
  private final KubernetesClient client;
  private final Size size;
  private final String template = read("service.yaml");

  Crowd(KubernetesClient client, Size size) {
    this.client = client;
    this.size = size;
  }

  /** Creates all Services, and returns when the pods of those that sessions will swap are available. */
  void deploy() {
    inParallel(size.namespaces(), n -> namespace(namespaceOf(n)));
    inParallel(size.services(), n -> deploy(namespaceOf(n), "service-" + n, n < size.sessions() ? 1 : 0));
    awaitAll(Deployment.class, all -> all.stream().filter(Crowd::isAvailable).count() == size.services());
  }

  void namespace(String name) {
    client.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).create();
  }

  void deploy(String namespace, String name, int replicas) {
    try (var yaml = new java.io.ByteArrayInputStream(template.replace("NAME", name)
        .replace("REPLICAS", String.valueOf(replicas)).getBytes(StandardCharsets.UTF_8))) {
      client.load(yaml).items()
          .forEach(o -> client.resource(o).inNamespace(namespace).create());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies all sessions at once, and returns when all are Ready. */
  void swapAll() {
    var done = all(DevSession.class,
        all -> all.stream().filter(BenchmarkSessions::isReady).count() == size.sessions());
    inParallel(size.sessions(),
        n -> client.resource(BenchmarkSessions.of(namespaceOf(n), "dev-" + n, "service-" + n)).create());
    await(done);
  }

  /** Deletes all sessions at once, and returns when the last Swap is gone. */
  void restoreAll() {
    var sessions = all(DevSession.class, List::isEmpty);
    var swaps = all(Swap.class, List::isEmpty);
    inParallel(size.sessions(),
        n -> client.resource(BenchmarkSessions.of(namespaceOf(n), "dev-" + n, "service-" + n)).delete());
    await(sessions);
    await(swaps);
  }

  /** Deployments that differ from how they were created, and those that the benchmark didn't create. */
  List<String> left() {
    return client.apps().deployments().inAnyNamespace().list().getItems().stream().filter(d -> !isUntouched(d))
        .map(d -> d.getMetadata().getNamespace() + "/" + d.getMetadata().getName()).toList();
  }

  private boolean isUntouched(Deployment d) {
    var annotations = d.getMetadata().getAnnotations();
    return annotations != null && !annotations.containsKey(Annotations.ORIGINAL)
        && String.valueOf(d.getSpec().getReplicas()).equals(annotations.get("bench/replicas")) && isAvailable(d);
  }

  private static boolean isAvailable(Deployment d) {
    var status = d.getStatus();
    return status != null && d.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && (d.getSpec().getReplicas() == 0 || d.getSpec().getReplicas().equals(status.getAvailableReplicas()));
  }

  private String namespaceOf(int n) {
    return "team-" + n % size.namespaces();
  }

  private <T extends HasMetadata> void awaitAll(Class<T> type, Predicate<List<T>> condition) {
    await(all(type, condition));
  }

  private <T extends HasMetadata> CompletableFuture<List<T>> all(Class<T> type, Predicate<List<T>> condition) {
    return client.resources(type).inAnyNamespace().informOnCondition(condition);
  }

  private static void await(CompletableFuture<?> condition) {
    condition.orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES).join();
  }

  private static void inParallel(int count, IntConsumer action) {
    try (var hands = Executors.newFixedThreadPool(HANDS)) {
      var work = new ArrayList<Future<?>>();
      IntStream.range(0, count).forEach(n -> work.add(hands.submit(() -> action.accept(n))));
      for (var one : work) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static String read(String resource) {
    try (var in = Crowd.class.getResourceAsStream("/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
