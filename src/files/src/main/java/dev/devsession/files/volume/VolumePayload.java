package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.files.volume.ProjectedSource.Downward;
import dev.devsession.files.volume.ProjectedSource.Keys;
import dev.devsession.files.volume.ProjectedSource.OneFile;
import dev.devsession.files.volume.ProjectedSource.OnlyForKubelet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a volume holds.
 *
 * @param files by their path below the volume
 * @param gaps what could not be had, each in a line; of such a volume the kubelet would start no pod, and would leave
 *     the files of a running one as they were
 */
public record VolumePayload(Map<String, VolumeFile> files, List<String> gaps) {
  public VolumePayload {
    files = Map.copyOf(files);
    gaps = List.copyOf(gaps);
  }

  /** Puts a volume together. */
  public static VolumePayload of(MountedVolume.FromApi volume, PodFacts pod,
      Function<SourceObject, Reading> readings) {
    var payload = new PayloadBuilder(pod, volume.defaultMode());
    for (var source : volume.sources()) {
      switch (source) {
        case Keys keys -> read(keys.object(), keys.optional(), readings, payload,
            object -> KeyFiles.add(keys, object, payload));
        case OneFile file -> read(file.object(), file.optional(), readings, payload,
            object -> addOneFile(file, object, payload));
        case Downward downward -> addFields(downward, pod, payload);
        case OnlyForKubelet(var kind, var path) -> payload
            .gap(kind + " " + path + ": only the node of a pod gets it");
      }
    }
    return payload.build();
  }

  private interface Use {
    void of(JsonNode object);
  }

  private static void read(SourceObject object, boolean optional, Function<SourceObject, Reading> readings,
      PayloadBuilder payload, Use use) {
    switch (readings.apply(object)) {
      case Reading.Found(var json) -> use.of(json);
      case Reading.Absent() -> {
        if (!optional) {
          payload.gap(Description.ofAbsent(object));
        }
      }
      case Reading.Refused(var why) -> payload.gap(Description.of(object) + ": " + why);
    }
  }

  private static void addOneFile(OneFile file, JsonNode object, PayloadBuilder payload) {
    if (file.object() instanceof SourceObject.Token) {
      payload.token(file.path(), object.path("status").path("token").asText().getBytes(StandardCharsets.UTF_8));
      return;
    }
    var anchors = TrustAnchors.of(object, file.object());
    if (!anchors.isEmpty() || file.optional()) {
      payload.file(file.path(), anchors.getBytes(StandardCharsets.UTF_8), OptionalInt.empty());
    } else {
      payload.gap("there is no certificate in " + Description.of(file.object()));
    }
  }

  private static void addFields(Downward downward, PodFacts pod, PayloadBuilder payload) {
    for (var field : downward.fields()) {
      DownwardField.value(field, pod).ifPresentOrElse(
          text -> payload.file(field.path(), text.getBytes(StandardCharsets.UTF_8), field.mode()),
          () -> payload.gap("file " + field.path() + ": only a live pod, or its node, tells "
              + (field.fieldPath().isEmpty() ? field.resource().resource() : field.fieldPath())));
    }
  }
}
