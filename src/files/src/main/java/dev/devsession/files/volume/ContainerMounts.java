package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a container finds its volumes.
 *
 * @param mounts outer ones before those inside them
 * @param refused why some can't be had, each in a line
 */
public record ContainerMounts(List<ContainerMount> mounts, List<String> refused) {
  private static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final long TOKEN_SECONDS = 3607;

  /**
   * Reads them.
   *
   * @param container its name
   * @param expansion of {@code $(VAR)} in a subPathExpr, by the container's environment
   */
  public static ContainerMounts of(PodFacts pod, String container, UnaryOperator<String> expansion) {
    Map<String, MountedVolume> volumes = pod.spec().path("volumes").valueStream().map(VolumeReader::read)
        .collect(Collectors.toMap(MountedVolume::name, volume -> volume, (one, other) -> one));
    var mounts = new ArrayList<ContainerMount>();
    var refused = new ArrayList<String>();
    for (var mount : pod.container(container).path("volumeMounts")) {
      var path = mount.path("mountPath").asText();
      var subPath = mount.hasNonNull("subPathExpr")
          ? expansion.apply(mount.path("subPathExpr").asText())
          : mount.path("subPath").asText("");
      var volume = volumes.get(mount.path("name").asText());
      var fault = PayloadPath.mountFault(path)
          .or(() -> subPath.isEmpty() ? Optional.empty() : PayloadPath.fault(subPath));
      if (volume == null || fault.isPresent()) {
        refused.add(path + ": " + fault.orElse("there is no volume " + mount.path("name").asText()));
      } else {
        mounts.add(new ContainerMount("/" + PayloadPath.relative(path), volume, subPath));
      }
    }
    if (lacksToken(pod, mounts)) {
      mounts.add(new ContainerMount(TOKEN_PATH, accessVolume(), ""));
    }
    mounts.sort(Comparator.comparing(ContainerMount::path));
    return new ContainerMounts(List.copyOf(mounts), List.copyOf(refused));
  }

  /** What has to be read for them. */
  public Set<SourceObject> objects() {
    var objects = new LinkedHashSet<SourceObject>();
    for (var mount : mounts) {
      if (mount.volume() instanceof MountedVolume.FromApi volume) {
        for (var source : volume.sources()) {
          switch (source) {
            case ProjectedSource.Keys keys -> objects.add(keys.object());
            case ProjectedSource.OneFile file -> objects.add(file.object());
            case ProjectedSource.Downward _,ProjectedSource.OnlyForKubelet _ -> {
            }
          }
        }
      }
    }
    return objects;
  }

  /** Whether a file tells a limit, which is the node's if the container has none. */
  public boolean askForLimits() {
    return fields().anyMatch(field -> field.resource().resource().startsWith("limits."));
  }

  /** Whether a file changes with the pod's labels or annotations. */
  public boolean followThePod() {
    return fields().anyMatch(field -> field.fieldPath().matches("metadata\\.(labels|annotations).*"));
  }

  private Stream<ProjectedSource.Field> fields() {
    return mounts.stream().map(ContainerMount::volume).filter(MountedVolume.FromApi.class::isInstance)
        .flatMap(volume -> ((MountedVolume.FromApi) volume).sources().stream())
        .filter(ProjectedSource.Downward.class::isInstance)
        .flatMap(source -> ((ProjectedSource.Downward) source).fields().stream());
  }

  /** A live pod has what the API server added to it; a template doesn't yet. */
  private static boolean lacksToken(PodFacts pod, List<ContainerMount> mounts) {
    return !pod.live() && pod.spec().path("automountServiceAccountToken").asBoolean(true)
        && mounts.stream().noneMatch(mount -> mount.path().equals(TOKEN_PATH));
  }

  /** As the API server's admission adds it to each pod. */
  private static MountedVolume accessVolume() {
    JsonNode volume = JsonNodeFactory.instance.objectNode().put("name", "kube-api-access");
    var sources = volume.withObject("/projected").withArray("sources");
    sources.addObject().putObject("serviceAccountToken").put("expirationSeconds", TOKEN_SECONDS).put("path", "token");
    var ca = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
    ca.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
    var field = sources.addObject().putObject("downwardAPI").putArray("items").addObject().put("path", "namespace");
    field.putObject("fieldRef").put("fieldPath", "metadata.namespace");
    return VolumeReader.read(volume);
  }
}
