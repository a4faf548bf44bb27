package dev.devsession.agent.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.environment.ObjectLookup;
import dev.devsession.environment.ObjectReferences;
import dev.devsession.environment.ReadObjects;
import dev.devsession.environment.WorkloadPod;
import dev.devsession.kubeconfig.ChartRole;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the objects of an environment, each on its own and all at the same time. */
record ObjectReader(ClusterContext cluster, ReadRefusals refusals, ExecutorService threads) {
  private static final Optional<String> SECRETS_ROLE = Optional.of(ChartRole.SECRETS);
  private static final String API_SERVICE = "/api/v1/namespaces/default/services/kubernetes";
  private static final int HTTPS = 443;

  /** @param services of the namespace, as read already */
  ReadObjects read(ObjectReferences references, WorkloadPod pod, JsonNode services) {
    var configMaps = all(references.configMaps(), name -> refusals.read("configmaps", SECRETS_ROLE,
        () -> WorkloadReader.read(get("configmaps", name), ConfigMap.class)));
    var secrets = all(references.secrets(), name -> refusals.read("secrets", SECRETS_ROLE,
        () -> WorkloadReader.read(get("secrets", name), Secret.class)));
    var apiServer = CompletableFuture.supplyAsync(this::apiServer, threads);
    var allocatable = CompletableFuture.supplyAsync(() -> allocatable(references, pod), threads);
    var links = Stream.concat(services.path("items").valueStream().map(s -> WorkloadReader.read(s, Service.class)),
        Stream.of(apiServer.join())).toList();
    return new ReadObjects(joined(configMaps), joined(secrets), links, allocatable.join());
  }

  private <T> Map<String, CompletableFuture<T>> all(Set<String> names, Function<String, T> read) {
    var reads = new TreeMap<String, CompletableFuture<T>>();
    names.forEach(name -> reads.put(name, CompletableFuture.supplyAsync(() -> read.apply(name), threads)));
    return reads;
  }

  private static <T> Map<String, T> joined(Map<String, CompletableFuture<T>> reads) {
    var done = new TreeMap<String, T>();
    reads.forEach((name, read) -> done.put(name, read.join()));
    return done;
  }

  private JsonNode get(String resource, String name) {
    return cluster.api().get("/api/v1/namespaces/" + cluster.namespace() + "/" + resource + "/" + name);
  }

  private ObjectLookup<Map<String, Quantity>> allocatable(ObjectReferences references, WorkloadPod pod) {
    var name = pod.spec().getNodeName();
    return !references.node() || name == null
        ? new ObjectLookup.Absent<>()
        : refusals.read("nodes", Optional.empty(),
            () -> WorkloadReader.read(cluster.api().get("/api/v1/nodes/" + name), Node.class).getStatus()
                .getAllocatable());
  }

  /** Who may not read it in namespace {@code default} gets what it is in nearly every cluster. */
  private Service apiServer() {
    return new ReadRefusals(cluster).read("services", Optional.empty(),
        () -> WorkloadReader.read(cluster.api().get(API_SERVICE), Service.class)) instanceof ObjectLookup.Found<
            Service>(var found) ? found : usual();
  }

  private static Service usual() {
    return new ServiceBuilder().withNewMetadata().withName("kubernetes").withNamespace("default").endMetadata()
        .withNewSpec().withClusterIP(LinkHosts.API_SERVER).addNewPort().withName("https").withPort(HTTPS).endPort()
        .endSpec().build();
  }
}
