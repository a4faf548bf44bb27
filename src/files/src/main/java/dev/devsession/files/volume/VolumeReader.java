package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.files.volume.ProjectedSource.ContainerResource;
import dev.devsession.files.volume.ProjectedSource.Field;
import dev.devsession.files.volume.ProjectedSource.Item;
import dev.devsession.files.volume.ProjectedSource.Keys;
import dev.devsession.files.volume.ProjectedSource.OneFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Reads a volume of a pod's spec. */
final class VolumeReader {
  private static final int READABLE = 0644;
  private static final long TOKEN_SECONDS = 3600;

  private VolumeReader() {}

  static MountedVolume read(JsonNode volume) {
    var name = volume.path("name").asText();
    if (volume.has("configMap")) {
      return fromApi(name, volume.path("configMap"), List.of(configMap(volume.path("configMap"), "name")));
    }
    if (volume.has("secret")) {
      return fromApi(name, volume.path("secret"), List.of(secret(volume.path("secret"), "secretName")));
    }
    if (volume.has("downwardAPI")) {
      return fromApi(name, volume.path("downwardAPI"), List.of(downward(volume.path("downwardAPI"))));
    }
    if (volume.has("projected")) {
      return fromApi(name, volume.path("projected"), volume.path("projected").path("sources").valueStream()
          .flatMap(source -> source.properties().stream()).map(VolumeReader::source).toList());
    }
    return volume.has("emptyDir") ? new MountedVolume.Empty(name) : new MountedVolume.OnlyInCluster(name, kind(volume));
  }

  private static MountedVolume fromApi(String name, JsonNode source, List<ProjectedSource> sources) {
    return new MountedVolume.FromApi(name, source.path("defaultMode").asInt(READABLE), sources);
  }

  private static ProjectedSource source(Map.Entry<String, JsonNode> source) {
    var value = source.getValue();
    return switch (source.getKey()) {
      case "configMap" -> configMap(value, "name");
      case "secret" -> secret(value, "name");
      case "downwardAPI" -> downward(value);
      case "serviceAccountToken" -> new OneFile(new SourceObject.Token(value.path("audience").asText(""),
          value.path("expirationSeconds").asLong(TOKEN_SECONDS)), value.path("path").asText(), false);
      case "clusterTrustBundle" -> new OneFile(value.hasNonNull("name")
          ? new SourceObject.TrustBundle(value.path("name").asText())
          : new SourceObject.SignerBundles(value.path("signerName").asText(), value.path("labelSelector")),
          value.path("path").asText(), value.path("optional").asBoolean());
      default -> new ProjectedSource.OnlyForKubelet(source.getKey(), value.properties().stream()
          .filter(field -> field.getKey().toLowerCase(Locale.ROOT).endsWith("path"))
          .map(field -> field.getValue().asText()).collect(Collectors.joining(", ")));
    };
  }

  private static Keys configMap(JsonNode source, String name) {
    return new Keys(new SourceObject.ConfigMap(source.path(name).asText()), items(source),
        source.path("optional").asBoolean());
  }

  private static Keys secret(JsonNode source, String name) {
    return new Keys(new SourceObject.Secret(source.path(name).asText()), items(source),
        source.path("optional").asBoolean());
  }

  private static Optional<List<Item>> items(JsonNode source) {
    return source.path("items").isEmpty()
        ? Optional.empty()
        : Optional.of(source.path("items").valueStream()
            .map(item -> new Item(item.path("key").asText(), item.path("path").asText(), mode(item))).toList());
  }

  private static ProjectedSource.Downward downward(JsonNode source) {
    return new ProjectedSource.Downward(source.path("items").valueStream().map(item -> {
      var resource = item.path("resourceFieldRef");
      return new Field(item.path("path").asText(), mode(item), item.path("fieldRef").path("fieldPath").asText(""),
          new ContainerResource(resource.path("containerName").asText(""), resource.path("resource").asText(""),
              resource.path("divisor").asText("")));
    }).toList());
  }

  private static OptionalInt mode(JsonNode item) {
    return item.path("mode").isNumber() ? OptionalInt.of(item.path("mode").asInt()) : OptionalInt.empty();
  }

  /** Such as {@code persistentVolumeClaim data} or {@code hostPath /var/log}. */
  private static String kind(JsonNode volume) {
    return volume.properties().stream().filter(field -> field.getValue().isObject()).findFirst().map(field -> {
      var which = field.getValue();
      var id = List.of("claimName", "path", "driver", "server", "reference").stream().map(which::path)
          .filter(JsonNode::isTextual).findFirst();
      return field.getKey() + id.map(text -> " " + text.asText()).orElse("");
    }).orElse("volume of no kind");
  }
}
