package dev.devsession.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The entries of ConfigMaps and Secrets as contents of variables; those of {@code binaryData} are none. */
record KeyedData(ReadObjects objects) {
  static final String DOES_NOT_EXIST = "it doesn't exist, and without it the container can't start";

  ObjectLookup<Map<String, Variable.Content>> configMap(String name) {
    return entries(objects.configMaps().getOrDefault(name, new ObjectLookup.Absent<>()),
        ConfigMap::getData, Variable.Content::of);
  }

  ObjectLookup<Map<String, Variable.Content>> secret(String name) {
    return entries(objects.secrets().getOrDefault(name, new ObjectLookup.Absent<>()), Secret::getData,
        KeyedData::decoded);
  }

  /** The variable for one entry; empty if there is no such entry and it is optional. */
  static Optional<Variable> entry(String name, ObjectLookup<Map<String, Variable.Content>> data, String key,
      Boolean optional, Origin origin) {
    var content = switch (data) {
      case ObjectLookup.Found<Map<String, Variable.Content>>(var entries) -> entries.containsKey(key)
          ? Optional.of(entries.get(key))
          : missing(optional, "it has no such key, and without it the container can't start");
      case ObjectLookup.Absent<Map<String, Variable.Content>>() -> missing(optional, DOES_NOT_EXIST);
      case ObjectLookup.Refused<Map<String, Variable.Content>>(var why) ->
        Optional.<Variable.Content>of(new Variable.Unknown(why));
    };
    return content.map(c -> new Variable(name, c, origin, origin instanceof Origin.SecretKey, Optional.empty()));
  }

  private static Optional<Variable.Content> missing(Boolean optional, String why) {
    return Boolean.TRUE.equals(optional) ? Optional.empty() : Optional.of(new Variable.Unknown(why));
  }

  private static <T> ObjectLookup<Map<String, Variable.Content>> entries(ObjectLookup<T> object,
      Function<T, Map<String, String>> data, Function<String, Variable.Content> content) {
    return switch (object) {
      case ObjectLookup.Found<T>(var found) -> {
        var entries = new TreeMap<String, Variable.Content>();
        Objects.requireNonNullElse(data.apply(found), Map.<String, String>of())
            .forEach((key, value) -> entries.put(key, content.apply(value)));
        yield new ObjectLookup.Found<>(entries);
      }
      case ObjectLookup.Absent<T>() -> new ObjectLookup.Absent<>();
      case ObjectLookup.Refused<T>(var why) -> new ObjectLookup.Refused<>(why);
    };
  }

  /** Bytes that are no text can't be in a variable: the runtime refuses to start the container. */
  private static Variable.Content decoded(String base64) {
    try {
      return Variable.Content.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
          .toString());
    } catch (CharacterCodingException e) {
      return new Variable.Unknown("its bytes aren't UTF-8, and with it the container can't start");
    }
  }
}
