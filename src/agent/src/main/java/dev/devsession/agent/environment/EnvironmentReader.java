package dev.devsession.agent.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.environment.ContainerChoice;
import dev.devsession.environment.EnvironmentComposer;
import dev.devsession.environment.MountMapping;
import dev.devsession.environment.ObjectReferences;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;

/** Reads an environment while something else goes on. */
public final class EnvironmentReader {
  private final ClusterContext cluster;
  private final EnvironmentChoice choice;
  private final Optional<Path> hostsFile;
  private final BiFunction<ServiceWorkload, ContainerChoice, MountMapping> mounts;
  private final ExecutorService threads;

  /**
   * Prepares it.
   *
   * @param hostsFile with names by Tunnel, so that service links lead to their addresses; empty: there are none
   * @param mounts puts a container's files on this machine, and tells where
   * @param threads for requests; one for each at a time
   */
  public EnvironmentReader(ClusterContext cluster, EnvironmentChoice choice, Optional<Path> hostsFile,
      BiFunction<ServiceWorkload, ContainerChoice, MountMapping> mounts, ExecutorService threads) {
    this.cluster = cluster;
    this.choice = choice;
    this.hostsFile = hostsFile;
    this.mounts = mounts;
    this.threads = threads;
  }

  /**
   * An environment that is being read. Both fail with an {@link dev.devsession.console.AgentException}.
   *
   * @param pods completes when all is known that only a pod can tell
   */
  public record Reading(CompletableFuture<?> pods, CompletableFuture<ProcessEnvironment> all) {}

  /** @param services of the namespace, as a list of the API server */
  public Reading start(ServiceContainer target, JsonNode services) {
    var workloads = new WorkloadReader(cluster);
    var pods = CompletableFuture.supplyAsync(() -> workloads.pods(services, target.service()), threads);
    return new Reading(pods, pods.thenApplyAsync(
        found -> compose(workloads.workload(services, target.service(), found), target, services), threads));
  }

  private ProcessEnvironment compose(ServiceWorkload workload, ServiceContainer target, JsonNode services) {
    var container = workload.container(target.container());
    var pod = workload.pod();
    var files = CompletableFuture.supplyAsync(() -> mounts.apply(workload, container), threads);
    var refusals = new ReadRefusals(cluster);
    var objects = new ObjectReader(cluster, refusals, threads)
        .read(ObjectReferences.of(pod, container.container()), pod, services);
    var hosts = LinkHosts.of(cluster.client(), cluster.namespace(), hostsFile, objects.services());
    var whole = EnvironmentComposer.compose(pod, container.container(), objects, hosts);
    var selected = choice.selection().of(whole.variables());
    var local = files.join();
    var mapping = choice.mapPaths() ? local : MountMapping.NONE;
    return new ProcessEnvironment(pod, container, selected.variables().stream().map(mapping::map).toList(),
        whole.gaps(), selected.leftOut(), refusals.explained());
  }
}
