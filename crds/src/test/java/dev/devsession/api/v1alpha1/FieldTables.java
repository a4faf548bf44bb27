package dev.devsession.api.v1alpha1;

import static java.util.stream.Collectors.joining;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A schema as Markdown: a section with a table for each object in it. */
final class FieldTables {
  private FieldTables() {}

  /** @param path where the object is, as {@code DevSession.spec.services[]} */
  static String of(String path, JSONSchemaProps object) {
    var fields = object.getProperties().entrySet().stream()
        .sorted(Comparator.comparing(f -> !object.getRequired().contains(f.getKey()))).toList();
    var rules = object.getXKubernetesValidations().stream().map(FieldTables::rule).map(rule -> rule + "\n\n")
        .collect(joining());
    var rows = fields.stream().map(f -> row(path, f.getKey(), f.getValue(), object.getRequired().contains(f.getKey())))
        .collect(joining());
    var inner = fields.stream().filter(f -> isObject(element(f.getValue())))
        .map(f -> of(below(path, f), element(f.getValue()))).collect(joining());
    return "### " + path + "\n\n" + (object.getDescription() == null ? "" : object.getDescription() + "\n\n") + rules
        + "| Field | Type | Default | Description |\n|---|---|---|---|\n" + rows + "\n" + inner;
  }

  private static String row(String path, String name, JSONSchemaProps field, boolean required) {
    var preset = required ? "*required*" : field.getDefault() == null ? "" : "`" + field.getDefault() + "`";
    return "| `%s` | %s | %s | %s |\n".formatted(name, type(below(path, Map.entry(name, field)), field), preset,
        Stream.concat(Stream.of(field.getDescription()), limits(field).stream()).collect(joining(" "))
            .replace("|", "\\|"));
  }

  private static String below(String path, Map.Entry<String, JSONSchemaProps> field) {
    return path + "." + field.getKey() + (field.getValue().getItems() == null ? "" : "[]");
  }

  private static String type(String path, JSONSchemaProps field) {
    var element = element(field);
    var type = isObject(element)
        ? "[object](#" + path.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "") + ")"
        : element.getType();
    return element == field ? type : "list of " + type + "s";
  }

  private static JSONSchemaProps element(JSONSchemaProps field) {
    return field.getItems() == null ? field : field.getItems().getSchema();
  }

  private static boolean isObject(JSONSchemaProps schema) {
    return "object".equals(schema.getType());
  }

  /** What the schema demands of a value, in sentences. */
  private static List<String> limits(JSONSchemaProps field) {
    var limits = new ArrayList<String>();
    if (!field.getEnum().isEmpty()) {
      limits.add("One of " + field.getEnum().stream().map(v -> "`" + v.asText() + "`").collect(joining(", ")) + ".");
    }
    if (field.getMinimum() != null) {
      limits.add("%d to %d.".formatted(field.getMinimum().longValue(), field.getMaximum().longValue()));
    }
    if (field.getMaxLength() != null) {
      limits.add("At most " + field.getMaxLength() + " characters.");
    }
    if (field.getPattern() != null) {
      limits.add("Must match `" + field.getPattern() + "`.");
    }
    if (field.getMaxItems() != null) {
      var keys = field.getXKubernetesListMapKeys();
      limits.add("At most " + field.getMaxItems() + (keys.isEmpty() ? "." : ", each `" + keys.getFirst() + "` once."));
    }
    field.getXKubernetesValidations().stream().filter(rule -> !isObject(field)).map(FieldTables::rule)
        .forEach(limits::add);
    return limits;
  }

  private static String rule(ValidationRule rule) {
    return rule.getFieldPath() == null
        ? capitalized(rule.getMessage()) + "."
        : "`" + rule.getFieldPath().substring(1) + "` " + rule.getMessage() + ".";
  }

  private static String capitalized(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }
}
