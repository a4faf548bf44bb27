package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.files.volume.ProjectedSource.ContainerResource;
import dev.devsession.files.volume.ProjectedSource.Field;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a field of the downward API holds, for a given pod. */
final class DownwardField {
  private static final Pattern KEYED = Pattern.compile("metadata\\.(labels|annotations)\\['(.*)']");

  private DownwardField() {}

  /** Its text; empty if only a live pod has it (its name, its UID), or only the node (limits that nobody set). */
  static Optional<String> value(Field field, PodFacts pod) {
    var keyed = KEYED.matcher(field.fieldPath());
    if (keyed.matches()) {
      return Optional.of(pod.metadata().path(keyed.group(1)).path(keyed.group(2)).asText(""));
    }
    return switch (field.fieldPath()) {
      case "" -> resource(field.resource(), pod);
      case "metadata.namespace" -> Optional.of(pod.namespace());
      case "metadata.labels", "metadata.annotations" ->
        Optional.of(QuotedText.lines(texts(pod.metadata().path(field.fieldPath().substring("metadata.".length())))));
      case "metadata.name", "metadata.uid" -> Optional
          .of(pod.metadata().path(field.fieldPath().substring("metadata.".length())).asText(""))
          .filter(text -> pod.live());
      default -> Optional.empty();
    };
  }

  private static Map<String, String> texts(JsonNode object) {
    return object.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().asText()));
  }

  private static Optional<String> resource(ContainerResource wanted, PodFacts pod) {
    var isLimit = wanted.resource().startsWith("limits.");
    var resource = wanted.resource().replaceFirst("^(limits|requests)\\.", "");
    var resources = pod.container(wanted.container()).path("resources");
    var limit = amount(resources.path("limits").path(resource));
    var amount = isLimit
        ? limit.or(() -> amount(pod.allocatable().path(resource)))
        : amount(resources.path("requests").path(resource)).or(() -> limit).or(() -> Optional.of(BigDecimal.ZERO));
    return amount.map(total -> divide(total, wanted.divisor(), resource.equals("cpu") ? 3 : 0));
  }

  private static Optional<BigDecimal> amount(JsonNode quantity) {
    return quantity.isMissingNode() ? Optional.empty() : Optional.of(amount(quantity.asText()));
  }

  private static BigDecimal amount(String quantity) {
    return Quantity.parse(quantity).getNumericalAmount();
  }

  /** Rounded up, as is each of the two before. */
  private static String divide(BigDecimal total, String divisor, int digits) {
    var by = divisor.isEmpty() ? BigDecimal.ZERO : amount(divisor);
    return total.setScale(digits, RoundingMode.CEILING)
        .divide(by.signum() == 0 ? BigDecimal.ONE : by.setScale(digits, RoundingMode.CEILING), 0, RoundingMode.CEILING)
        .toPlainString();
  }
}
