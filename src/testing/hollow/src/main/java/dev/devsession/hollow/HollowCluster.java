package dev.devsession.hollow;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A cluster whose API server, etcd and controllers (Deployments, StatefulSets, EndpointSlices, disruption budgets,
 * garbage collection, namespaces) are the real programs, and whose one node is hollow: a pod is Ready as soon as it is
 * made and gone as soon as it is deleted. Needs no root; any number of them run side by side.
 */
public final class HollowCluster implements AutoCloseable {
  static final String NODE = "hollow";
  private final Path folder;
  private final ControlPlane plane;
  private final KubernetesClient client;
  private final HollowKubelet kubelet;

  private HollowCluster(List<String> apiServerFlags, List<Path> crds) {
    folder = temporaryFolder();
    plane = new ControlPlane(folder, apiServerFlags);
    client = plane.client();
    crds.forEach(this::install); // before the controllers, so that the garbage collector knows them from its start
    plane.controllers();
    client.resource(new NodeBuilder().withNewMetadata().withName(NODE).endMetadata().build()).create();
    kubelet = new HollowKubelet(plane.client());
  }

  /** @param crds YAML files of CustomResourceDefinitions to install */
  public static HollowCluster start(Path... crds) {
    return start(List.of(), crds);
  }

  /**
   * @param apiServerFlags further flags of kube-apiserver
   * @param crds YAML files of CustomResourceDefinitions to install
   */
  public static HollowCluster start(List<String> apiServerFlags, Path... crds) {
    return new HollowCluster(apiServerFlags, List.of(crds));
  }

  /** A kubeconfig with all rights. */
  public Path kubeconfig() {
    return plane.kubeconfig();
  }

  /** A client with all rights. It is closed with the cluster. */
  public KubernetesClient client() {
    return client;
  }

  /** Options of a JVM that asks swap proxies for their routes: pods are reached through an HTTP proxy. */
  public List<String> jvmOptions() {
    return List.of("-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=" + kubelet.podNetworkPort());
  }

  /** The folder with the logs of all programs, as NAME.log. */
  public Path folder() {
    return folder;
  }

  /** Installs or replaces the definitions in a YAML file and returns when they are served. */
  public void install(Path crds) {
    try (var yaml = Files.newInputStream(crds)) {
      for (var item : client.load(yaml).items()) {
        client.resource(item).fieldManager("install").forceConflicts().serverSideApply();
        client.resources(CustomResourceDefinition.class).withName(item.getMetadata().getName())
            .waitUntilCondition(HollowCluster::isEstablished, 30, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null && crd.getStatus() != null && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("hollow");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kubelet.close();
    client.close();
    plane.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
