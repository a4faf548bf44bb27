package dev.devsession.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** values.schema.json and values.yaml know the same values; Helm itself compares the types. */
class ValuesSchemaTest {
  /** Values without a default; Kubernetes checks what is in an affinity. */
  private static final Set<String> WITHOUT_DEFAULT = Set.of("global", "affinity.nodeAffinity", "affinity.podAffinity",
      "affinity.podAntiAffinity", "proxy.podSecurityContext.fsGroup", "gateway.podSecurityContext.fsGroup",
      "podSecurityContext.fsGroup");
  private final JsonNode schema = read(new ObjectMapper(), "values.schema.json");
  private final List<String> known = new ArrayList<>();
  private final List<String> open = new ArrayList<>();

  private static JsonNode read(ObjectMapper mapper, String file) {
    try {
      return mapper.readTree(Path.of(Rendered.CHART, file).toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyValueOfTheSchemaHasADefaultAndTheOtherWayRound() {
    walk("", schema);
    var values = new ArrayList<String>();
    leaves("", read(new YAMLMapper(), "values.yaml"), values);

    assertThat(values).isNotEmpty().allSatisfy(v -> assertThat(known).as(v).anyMatch(k -> k.equals(v)
        || v.startsWith(k + ".") || k.startsWith(v + ".")));
    assertThat(known).filteredOn(k -> !WITHOUT_DEFAULT.contains(k))
        .allSatisfy(
            k -> assertThat(values).as(k).anyMatch(v -> v.equals(k) || v.startsWith(k + ".") || k.startsWith(v + ".")));
    assertThat(open).as("objects that take any key").containsExactlyInAnyOrder("global", "affinity.nodeAffinity",
        "affinity.podAffinity", "affinity.podAntiAffinity");
  }

  /** Notes each place at which the schema says what a value is: those without properties of their own. */
  private void walk(String path, JsonNode at) {
    var node = at.has("$ref") ? schema.at(at.get("$ref").textValue().substring(1)) : at;
    if (node.has("items")) {
      assertThat(node.get("items").has("type") || node.get("items").has("$ref")).as(path).isTrue();
    }
    if (!node.has("properties")) {
      known.add(path);
      if ("object".equals(node.path("type").textValue()) && !node.has("additionalProperties")) {
        open.add(path);
      }
      return;
    }
    assertThat(node.path("additionalProperties").isBoolean()).as(path + " takes no other key").isTrue();
    assertThat(node.path("additionalProperties").booleanValue()).as(path + " takes no other key").isFalse();
    for (Map.Entry<String, JsonNode> property : node.get("properties").properties()) {
      walk(path.isEmpty() ? property.getKey() : path + "." + property.getKey(), property.getValue());
    }
  }

  private static void leaves(String path, JsonNode node, List<String> into) {
    if (!node.isObject() || node.isEmpty()) {
      into.add(path);
      return;
    }
    for (var field : node.properties()) {
      leaves(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), into);
    }
  }
}
