package dev.devsession.crash;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.hollow.HollowCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The stages of a cluster. A free stage is reused, unless a replay failed on it. */
final class Stages implements AutoCloseable {
  /** What the names of namespaces begin with that were not prepared for one use. */
  private static final String REUSED = "crash-";
  private final HollowCluster cluster;
  private final OperatorJvm jvm;
  private final AtomicInteger names = new AtomicInteger();
  private final AtomicInteger count = new AtomicInteger();
  private final BlockingQueue<Stage> free = new LinkedBlockingQueue<>();

  Stages(HollowCluster cluster, OperatorJvm jvm) {
    this.cluster = cluster;
    this.jvm = jvm;
  }

  /** Makes operators start faster from now on: records which classes one loads that swaps and restores a workload. */
  void train() throws InterruptedException {
    var stage = open("training", jvm.recording());
    try (stage) {
      new SampleWorkloads(stage).create();
      stage.operator().start();
      stage.begin("ada", "orders=3000");
      stage.awaitAt("ada", ConditionReason.Swapped);
      stage.deleteSessions();
      stage.operator().terminate();
    }
    jvm.checkCache();
  }

  /** A client for a namespace, which this creates. */
  KubernetesClient namespace(String name) {
    cluster.client().resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).create();
    return cluster.client();
  }

  /** An idle stage for a scenario. */
  Stage acquire(Scenario scenario) {
    var own = scenario.namespace();
    if (own.isPresent()) {
      return open(own.get());
    }
    var stage = free.poll();
    return stage != null ? stage : open(REUSED + names.getAndIncrement());
  }

  /** A stage in a namespace of the given name. */
  Stage open(String namespace) {
    return open(namespace, jvm);
  }

  private Stage open(String namespace, OperatorJvm jvm) {
    var uninstall = namespace + "-uninstall";
    return new Stage(cluster.client(), namespace, count.getAndIncrement(),
        new Victim(namespace, namespace, jvm, cluster.kubeconfig()),
        new Victim(uninstall, namespace, jvm, cluster.kubeconfig(), "uninstall"));
  }

  /** @param clean whether it is as it was when it was acquired */
  void giveBack(Stage stage, boolean clean) {
    if (clean && stage.namespace().startsWith(REUSED)) {
      free.add(stage);
    } else {
      remove(stage);
    }
  }

  /** Ends a stage and removes its namespace, whatever is left in it. */
  private void remove(Stage stage) {
    stage.close();
    var client = cluster.client();
    client.namespaces().withName(stage.namespace()).delete();
    release(client, stage.namespace(), DevSession.class);
    release(client, stage.namespace(), Swap.class);
  }

  private static <T extends HasMetadata> void release(KubernetesClient client, String namespace, Class<T> type) {
    for (var object : client.resources(type).inNamespace(namespace).list().getItems()) {
      client.resource(object).edit(o -> {
        o.getMetadata().setFinalizers(List.of());
        return o;
      });
    }
  }

  @Override
  public void close() {
    free.forEach(Stage::close);
  }
}
