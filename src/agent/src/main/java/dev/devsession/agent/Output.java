package dev.devsession.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** The formats of {@code -o}, as kubectl names them. */
enum Output {
  wide,
  json,
  yaml;

  /** @return the text of an object in this format, which isn't {@link #wide} */
  String print(JsonNode object) {
    return this == yaml
        ? new KubernetesSerialization(new ObjectMapper(), false).asYaml(object)
        : object.toPrettyString() + "\n";
  }
}
