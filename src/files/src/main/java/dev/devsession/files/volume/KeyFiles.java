package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.files.volume.ProjectedSource.Item;
import dev.devsession.files.volume.ProjectedSource.Keys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;

/** The files of a ConfigMap's or Secret's keys. */
final class KeyFiles {
  private KeyFiles() {}

  static void add(Keys source, JsonNode object, PayloadBuilder payload) {
    if (source.items().isEmpty()) {
      for (var group : new String[]{"data", "binaryData"}) {
        object.path(group).fieldNames()
            .forEachRemaining(
                key -> payload.file(key, content(source, object, key).orElseThrow(), OptionalInt.empty()));
      }
      return;
    }
    for (var item : source.items().get()) {
      add(source, object, item, payload);
    }
  }

  private static void add(Keys source, JsonNode object, Item item, PayloadBuilder payload) {
    var content = content(source, object, item.key());
    if (content.isPresent()) {
      payload.file(item.path(), content.get(), item.mode());
    } else if (!source.optional()) {
      payload.gap(Description.of(source.object()) + " has no key " + item.key());
    }
  }

  private static Optional<byte[]> content(Keys source, JsonNode object, String key) {
    if (object.path("data").has(key)) {
      var text = object.path("data").path(key).asText();
      return Optional.of(source.object() instanceof SourceObject.Secret
          ? Base64.getDecoder().decode(text)
          : text.getBytes(StandardCharsets.UTF_8));
    }
    return object.path("binaryData").has(key)
        ? Optional.of(Base64.getDecoder().decode(object.path("binaryData").path(key).asText()))
        : Optional.empty();
  }
}
