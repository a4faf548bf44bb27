package dev.devsession.api.v1alpha1;

import static java.util.stream.Collectors.joining;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Makes the API reference from the CRDs, the conditions, the reasons and the corpus. */
final class ApiReference {
  private static final Path INTRODUCTION = Path.of("src/test/resources/api-reference.md");

  private ApiReference() {}

  static String generate() throws IOException {
    var example = Corpus.valid().stream().filter(c -> c.name().equals("example")).findFirst().orElseThrow();
    var kinds = CrdYaml.generate().values().stream()
        .map(yaml -> Serialization.unmarshal(yaml, CustomResourceDefinition.class)).map(ApiReference::kind)
        .collect(joining());
    return Files.readString(INTRODUCTION).replace("${example}", example.yaml().strip())
        .replace("${conditions}", conditions("DevSession", ConditionType::trueOnSession)
            + conditions("Swap", ConditionType::trueOnSwap).stripTrailing())
        + kinds + reasons() + refusals();
  }

  private static String kind(CustomResourceDefinition crd) {
    var names = crd.getSpec().getNames();
    var version = crd.getSpec().getVersions().getFirst();
    var schema = version.getSchema().getOpenAPIV3Schema();
    return "## %s\n\n%s\n\n`kubectl get %s` shows %s; `-o wide` adds %s.\n\n%s%s".formatted(names.getKind(),
        schema.getDescription(),
        names.getShortNames().isEmpty() ? names.getPlural() : names.getShortNames().getFirst(),
        columns(version, 0), columns(version, 1),
        FieldTables.of(names.getKind() + ".spec", schema.getProperties().get("spec")),
        FieldTables.of(names.getKind() + ".status", schema.getProperties().get("status")));
  }

  private static String columns(CustomResourceDefinitionVersion version, int priority) {
    return version.getAdditionalPrinterColumns().stream().filter(c -> c.getPriority() == priority)
        .map(CustomResourceColumnDefinition::getName).collect(joining(", "));
  }

  private static String conditions(String kind, Function<ConditionType, Optional<String>> trueWhen) {
    return Arrays.stream(ConditionType.values())
        .flatMap(c -> trueWhen.apply(c).map(when -> "| %s | `%s` | %s |\n".formatted(kind, c, when)).stream())
        .collect(joining());
  }

  private static String reasons() {
    return Arrays.stream(ConditionReason.values())
        .map(r -> "| `" + r + "` | " + r.meaning() + " | " + messages(r) + " |\n").collect(joining("", """
            ## Reasons

            Every reason that a condition can give, and its messages. Words in braces are placeholders.

            | Reason | Meaning | Messages |
            |---|---|---|
            """, "\n"));
  }

  private static String messages(ConditionReason reason) {
    return Arrays.stream(ConditionMessage.values()).filter(m -> m.reason() == reason)
        .map(m -> m.text().replace("|", "\\|"))
        .collect(joining("<br>"));
  }

  private static String refusals() {
    return Corpus.invalid().stream()
        .map(c -> "| %s | `%s` |\n".formatted(c.name().replace('-', ' '), c.expected().replace("|", "\\|")))
        .collect(joining("", """
            ## What the API server refuses

            Each line is a resource that the tests send to an API server, and what it answers.

            | Fault | Answer |
            |---|---|
            """, ""));
  }
}
