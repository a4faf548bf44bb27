package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The certificates of ClusterTrustBundles, each once. The kubelet gives them in any order. */
final class TrustAnchors {
  private static final Pattern CERTIFICATE = Pattern
      .compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

  private TrustAnchors() {}

  /** @param json a bundle, or the list of all */
  static String of(JsonNode json, SourceObject wanted) {
    var bundles = wanted instanceof SourceObject.SignerBundles(var signer, var selector)
        ? StreamSupport.stream(json.path("items").spliterator(), false)
            .filter(b -> b.path("spec").path("signerName").asText().equals(signer))
            .filter(b -> selects(selector, b.path("metadata").path("labels")))
        : Stream.of(json);
    var anchors = new LinkedHashSet<String>();
    bundles.forEach(bundle -> CERTIFICATE.matcher(bundle.path("spec").path("trustBundle").asText()).results()
        .forEach(found -> anchors.add(found.group() + "\n")));
    return String.join("", anchors);
  }

  /** A selector that isn't there matches nothing, an empty one all. */
  private static boolean selects(JsonNode selector, JsonNode labels) {
    return selector.isObject()
        && selector.path("matchLabels").properties().stream()
            .allMatch(e -> labels.path(e.getKey()).asText("").equals(e.getValue().asText()) && labels.has(e.getKey()))
        && selector.path("matchExpressions").valueStream().allMatch(e -> holds(e, labels));
  }

  private static boolean holds(JsonNode requirement, JsonNode labels) {
    var key = requirement.path("key").asText();
    var isOneOf = labels.has(key)
        && requirement.path("values").valueStream().anyMatch(value -> value.equals(labels.path(key)));
    return switch (requirement.path("operator").asText()) {
      case "In" -> isOneOf;
      case "NotIn" -> !isOneOf;
      case "Exists" -> labels.has(key);
      case "DoesNotExist" -> !labels.has(key);
      default -> false;
    };
  }
}
