package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Pods and objects in YAML. */
public final class Pods {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Pods() {}

  public static JsonNode yaml(String text) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  /** A live pod in namespace shop. */
  public static PodFacts live(String text) {
    var pod = yaml(text);
    return new PodFacts("shop", pod.path("metadata"), pod.path("spec"), true, pod.path("allocatable"));
  }

  /** A template for pods of namespace shop. */
  public static PodFacts template(String text) {
    var pod = yaml(text);
    return new PodFacts("shop", pod.path("metadata"), pod.path("spec"), false, pod.path("allocatable"));
  }

  /** A pod with one volume, of this name v, which container c mounts at /v. */
  public static PodFacts withVolume(String volume) {
    return live("""
        metadata: {name: orders-1, uid: u1, labels: {app: orders}}
        spec:
          containers: [{name: c, volumeMounts: [{name: v, mountPath: /v}]}]
          volumes: [{name: v, %s}]
        """.formatted(volume));
  }

  /** The mounts of container c, as they are without an environment. */
  public static ContainerMounts mounts(PodFacts pod) {
    return ContainerMounts.of(pod, "c", text -> text);
  }

  /** What the only volume holds. */
  public static VolumePayload payload(PodFacts pod, Function<SourceObject, Reading> readings) {
    return VolumePayload.of((MountedVolume.FromApi) mounts(pod).mounts().getFirst().volume(), pod, readings);
  }

  /** Objects that can be read; no others exist. */
  public static Function<SourceObject, Reading> cluster(Map<SourceObject, String> objects) {
    var found = new LinkedHashMap<SourceObject, Reading>();
    objects.forEach((object, text) -> found.put(object, new Reading.Found(yaml(text))));
    return object -> found.getOrDefault(object, new Reading.Absent());
  }

  /** Files as {@code path → mode text}, which a test can compare at one glance. */
  public static Map<String, String> shown(Map<String, VolumeFile> files) {
    var shown = new TreeMap<String, String>();
    files.forEach((path, file) -> shown.put(path,
        "%o %s".formatted(file.mode(), new String(file.content(), StandardCharsets.UTF_8))));
    return shown;
  }
}
