package dev.devsession.files.volume;

import static dev.devsession.files.volume.Pods.payload;
import static dev.devsession.files.volume.Pods.shown;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownwardFieldTest {
  private static final String POD = """
      metadata: {name: orders-1, uid: u1, labels: {tier: back, app: orders},
        annotations: {note: "say \\"hi\\"\\n\\u00e9"}}
      allocatable: {cpu: "4", memory: 8Gi}
      spec:
        containers:
        - name: c
          volumeMounts: [{name: v, mountPath: /v}]
          resources: {limits: {memory: 100M}, requests: {cpu: 250m}}
        volumes: [{name: v, downwardAPI: {items: [%s]}}]
      """;

  @Test
  void labelsAndAnnotationsAreSortedQuotedLines() {
    var pod = Pods.live(POD.formatted("{path: labels, fieldRef: {fieldPath: metadata.labels}}, "
        + "{path: notes, fieldRef: {fieldPath: metadata.annotations}}"));

    assertThat(shown(payload(pod, Pods.cluster(Map.of())).files())).isEqualTo(
        Map.of("labels", "644 app=\"orders\"\ntier=\"back\"", "notes", "644 note=\"say \\\"hi\\\"\\né\""));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"metadata.name|orders-1", "metadata.uid|u1", "metadata.namespace|shop",
      "metadata.labels['app']|orders", "metadata.annotations['none']|''"})
  void aFieldIsThePods(String field, String value) {
    var pod = Pods.live(POD.formatted("{path: f, fieldRef: {fieldPath: \"" + field + "\"}}"));

    assertThat(shown(payload(pod, Pods.cluster(Map.of())).files())).isEqualTo(Map.of("f", "644 " + value));
  }

  @ParameterizedTest
  @CsvSource({"limits.memory,,100000000", "limits.memory,1Mi,96", "limits.memory,0,100000000", "limits.cpu,,4",
      "limits.cpu,1m,4000", "requests.cpu,,1", "requests.cpu,1m,250", "requests.memory,,100000000",
      "requests.ephemeral-storage,,0"})
  void aResourceIsDividedAndRoundedUpWithTheNodesLimitsAsDefault(String resource, String divisor, String value) {
    var pod = Pods.live(POD.formatted("{path: f, resourceFieldRef: {containerName: c, resource: " + resource
        + (divisor == null ? "" : ", divisor: \"" + divisor + "\"") + "}}"));

    assertThat(shown(payload(pod, Pods.cluster(Map.of())).files())).isEqualTo(Map.of("f", "644 " + value));
  }

  @Test
  void aTemplateHasNeitherNameNorUid() {
    var pod = Pods.template(POD.formatted("{path: f, fieldRef: {fieldPath: metadata.name}}"));

    var payload = payload(pod, Pods.cluster(Map.of()));

    assertThat(payload.files()).isEmpty();
    assertThat(payload.gaps()).containsExactly("file f: only a live pod, or its node, tells metadata.name");
  }

  /** As strconv.Quote of Go 1.24 prints them. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`',
      value = {"`tab\there`|\"tab\\there\"", "back\\slash|\"back\\\\slash\"",
          "x\u0001y|\"x\\x01y\"", "\u0085|\"\\u0085\"", "\u00a0|\"\\u00a0\"", "\u200b|\"\\u200b\"", "日本|\"日本\"",
          "\uD83D\uDE00|\"\uD83D\uDE00\"", "\uDB40\uDC01|\"\\U000e0001\"", "\u007f|\"\\x7f\""})
  void textIsQuotedAsGoDoes(String text, String quoted) {
    assertThat(QuotedText.quote(text)).isEqualTo(quoted);
  }
}
