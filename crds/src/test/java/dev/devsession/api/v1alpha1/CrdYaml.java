package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the CRDs' YAML from the types. */
final class CrdYaml {
  /** Key of each list map; the generator has no annotation for it. Other lists are written as a whole. */
  private static final Map<String, String> LIST_MAP_KEYS = Map.of("services", "name", "ports", "name", "claims",
      "session", "conditions", "type", "sharers", "session");
  private static final List<String> COLUMNS = List.of("Ready", "Reason", "Mode", "Held by", "Since", "Queued",
      "Original", "Services", "Connected",
      "Expires", "Age", "Message");

  private static final Map<String, Kind> KINDS = Map.of("DevSession",
      new Kind(DevSession.class, DevSessionSpec.class, DevSessionStatus.class), "Swap",
      new Kind(Swap.class, SwapSpec.class, SwapStatus.class));

  private CrdYaml() {}

  /** File name to content, one for each kind. */
  static Map<String, String> generate() {
    var files = new TreeMap<String, ByteArrayOutputStream>();
    new CRDGenerator().customResourceClasses(DevSession.class, Swap.class).forCRDVersions("v1").withMinQuotes(true)
        .withPostProcessor(new CRDPostProcessor() {
          @Override
          public HasMetadata process(HasMetadata crd, String version) {
            return tidy((CustomResourceDefinition) crd);
          }
        }).withOutput(new CRDGenerator.CRDOutput<ByteArrayOutputStream>() {
          @Override
          public ByteArrayOutputStream outputFor(String crdName) {
            return files.computeIfAbsent(crdName.replaceAll("-v1$", "") + ".yaml", name -> new ByteArrayOutputStream());
          }

          @Override
          public void close() {}
        }).generate();
    var texts = new TreeMap<String, String>();
    files.forEach((name, bytes) -> texts.put(name, bytes.toString(StandardCharsets.UTF_8)));
    return texts;
  }

  private static CustomResourceDefinition tidy(CustomResourceDefinition crd) {
    crd.getSpec().getVersions().forEach(v -> {
      v.getAdditionalPrinterColumns().sort(Comparator.comparing(c -> COLUMNS.indexOf(c.getName())));
      var schema = v.getSchema().getOpenAPIV3Schema();
      schema.setRequired(List.of("spec"));
      describe(schema, KINDS.get(crd.getSpec().getNames().getKind()));
      tidy(schema);
    });
    return crd;
  }

  /** The generator reads the descriptions of properties, not those of types. */
  private static void describe(JSONSchemaProps schema, Kind kind) {
    schema.setDescription(kind.type().getAnnotation(JsonClassDescription.class).value());
    schema.getProperties().get("spec").setDescription(kind.spec().getAnnotation(JsonClassDescription.class).value());
    schema.getProperties().get("status")
        .setDescription(kind.status().getAnnotation(JsonClassDescription.class).value());
  }

  private record Kind(Class<?> type, Class<?> spec, Class<?> status) {}

  private static void tidy(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(schema.getXKubernetesValidations().stream().distinct().toList());
    schema.getProperties().forEach((name, property) -> {
      if (property.getDefault() instanceof NullNode) { // The generator reads @Default("") so.
        property.setDefault(TextNode.valueOf(""));
      }
      if ("array".equals(property.getType())) {
        var key = LIST_MAP_KEYS.get(name);
        property.setXKubernetesListType(key == null ? "atomic" : "map");
        property.setXKubernetesListMapKeys(key == null ? List.of() : List.of(key));
        tidy(property.getItems().getSchema());
      } else {
        tidy(property);
      }
    });
  }
}
