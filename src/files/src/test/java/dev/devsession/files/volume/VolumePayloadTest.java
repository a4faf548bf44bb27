package dev.devsession.files.volume;

import static dev.devsession.files.volume.Pods.cluster;
import static dev.devsession.files.volume.Pods.payload;
import static dev.devsession.files.volume.Pods.shown;
import static dev.devsession.files.volume.Pods.withVolume;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.files.volume.SourceObject.ConfigMap;
import dev.devsession.files.volume.SourceObject.Secret;
import dev.devsession.files.volume.SourceObject.SignerBundles;
import dev.devsession.files.volume.SourceObject.Token;
import dev.devsession.files.volume.SourceObject.TrustBundle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumePayloadTest {
  private static final Map<SourceObject, String> OBJECTS = Map.of(
      new ConfigMap("settings"), "{data: {a: one, b: two}, binaryData: {raw: //4=}}",
      new Secret("password"), "{data: {key: czNjcjN0, b: dHdv}}",
      new Token("", 3600), "{status: {token: t0k3n}}",
      new Token("vault", 600), "{status: {token: v4ult}}",
      new TrustBundle("ca"), "{spec: {trustBundle: \"-----BEGIN CERTIFICATE-----\\nA\\n-----END CERTIFICATE-----\"}}");

  @Test
  void aConfigMapGivesAllKeysOfBothKinds() {
    var files = payload(withVolume("configMap: {name: settings}"), cluster(OBJECTS)).files();

    assertThat(files).containsOnlyKeys("a", "b", "raw");
    assertThat(files.get("raw").content()).containsExactly(0xff, 0xfe);
    assertThat(files.get("a")).isEqualTo(new VolumeFile("one".getBytes(), 0644));
  }

  @Test
  void itemsGiveOnlyTheirKeysWithPathsAndModesOfTheirOwn() {
    var payload = payload(withVolume("""
        configMap: {name: settings, defaultMode: 288,
          items: [{key: a, path: conf/a.txt}, {key: b, path: b, mode: 256}]}"""), cluster(OBJECTS));

    assertThat(shown(payload.files())).isEqualTo(Map.of("conf/a.txt", "440 one", "b", "400 two"));
  }

  @Test
  void aMissingKeyIsAGapUnlessTheSourceIsOptional() {
    var strict = payload(withVolume("secret: {secretName: password, items: [{key: no, path: no}]}"), cluster(OBJECTS));
    var lenient = payload(withVolume("secret: {secretName: password, optional: true, items: [{key: no, path: no}]}"),
        cluster(OBJECTS));

    assertThat(strict.gaps()).containsExactly("Secret password has no key no");
    assertThat(lenient).isEqualTo(new VolumePayload(Map.of(), List.of()));
  }

  @Test
  void aMissingObjectIsAGapUnlessTheSourceIsOptional() {
    assertThat(payload(withVolume("configMap: {name: gone}"), cluster(OBJECTS)).gaps())
        .containsExactly("there is no ConfigMap gone");
    assertThat(payload(withVolume("configMap: {name: gone, optional: true}"), cluster(OBJECTS)).gaps()).isEmpty();
  }

  @Test
  void aTokenOfNobodyIsAGap() {
    assertThat(payload(withVolume("projected: {sources: [{serviceAccountToken: {path: token, audience: a}}]}"),
        cluster(OBJECTS)).gaps()).containsExactly("there is no such service account, and so no token");
  }

  @Test
  void aRefusedObjectIsAGapEvenIfOptionalBecauseItMayExist() {
    var payload = payload(withVolume("secret: {secretName: password, optional: true}"),
        object -> new Reading.Refused("you may not get secrets"));

    assertThat(payload.gaps()).containsExactly("Secret password: you may not get secrets");
  }

  @Test
  void projectedSourcesAreMergedAndTheLaterWins() {
    var payload = payload(withVolume("""
        projected: {defaultMode: 292, sources: [
          {configMap: {name: settings, items: [{key: a, path: x}, {key: b, path: y}]}},
          {secret: {name: password, items: [{key: key, path: y, mode: 256}]}},
          {serviceAccountToken: {path: token}},
          {serviceAccountToken: {path: vault/token, audience: vault, expirationSeconds: 600}},
          {clusterTrustBundle: {name: ca, path: ca.pem}},
          {downwardAPI: {items: [{path: ns, fieldRef: {fieldPath: metadata.namespace}}]}}]}"""), cluster(OBJECTS));

    assertThat(shown(payload.files())).isEqualTo(Map.of("x", "444 one", "y", "400 s3cr3t", "token", "444 t0k3n",
        "vault/token", "444 v4ult", "ns", "444 shop",
        "ca.pem", "444 -----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n"));
    assertThat(payload.gaps()).isEmpty();
  }

  @Test
  void whatOnlyTheKubeletGetsIsNamed() {
    var payload = payload(withVolume("projected: {sources: [{podCertificate: {signerName: s, "
        + "credentialBundlePath: bundle.pem}}]}"), cluster(OBJECTS));

    assertThat(payload.gaps()).containsExactly("podCertificate bundle.pem: only the node of a pod gets it");
  }

  @Test
  void bundlesOfASignerAreChosenByLabelsAndEachCertificateCountsOnce() {
    JsonNode selector = Pods.yaml("{matchLabels: {env: test}, matchExpressions: [{key: old, operator: DoesNotExist}]}");
    var one = "-----BEGIN CERTIFICATE-----\\nONE\\n-----END CERTIFICATE-----";
    var objects = Map.<SourceObject, String>of(new SignerBundles("s/x", selector), """
        items:
        - {metadata: {labels: {env: test}}, spec: {signerName: s/x, trustBundle: "%1$s"}}
        - {metadata: {labels: {env: test, a: b}}, spec: {signerName: s/x, trustBundle: "%1$s"}}
        - {metadata: {labels: {env: test, old: ""}}, spec: {signerName: s/x, trustBundle: "%2$s"}}
        - {metadata: {labels: {env: prod}}, spec: {signerName: s/x, trustBundle: "%2$s"}}
        - {metadata: {labels: {env: test}}, spec: {signerName: s/y, trustBundle: "%2$s"}}
        """.formatted(one, one.replace("ONE", "TWO")));

    var payload = payload(withVolume("projected: {sources: [{clusterTrustBundle: {signerName: s/x, path: ca, "
        + "labelSelector: {matchLabels: {env: test}, matchExpressions: [{key: old, operator: DoesNotExist}]}}}]}"),
        cluster(objects));

    assertThat(shown(payload.files())).isEqualTo(Map.of("ca", "644 " + one.replace("\\n", "\n") + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "/etc/passwd", "a/../../b", "..", "", "a//b", "..hidden", "./a"})
  void aPathThatLeadsOutOfTheVolumeIsRefusedAndTheRestIsThere(String path) {
    var payload = payload(withVolume("configMap: {name: settings, items: [{key: a, path: \"" + path
        + "\"}, {key: b, path: fine}]}"), cluster(OBJECTS));

    assertThat(payload.files()).containsOnlyKeys("fine");
    assertThat(payload.gaps()).singleElement().asString().startsWith("file \"" + path + "\" is refused: ");
  }

  @Test
  void aFileWhereAnotherNeedsAFolderIsAGap() {
    var payload = payload(withVolume("configMap: {name: settings, items: [{key: a, path: x}, {key: b, path: x/y}]}"),
        cluster(OBJECTS));

    assertThat(payload.files()).containsOnlyKeys("x/y");
    assertThat(payload.gaps()).containsExactly("file x stands where a folder has to be");
  }

  @Test
  void aGroupOfThePodMayReadAndATokenIsForNobodyElse() {
    var pod = Pods.live("""
        spec:
          securityContext: {fsGroup: 2000}
          containers: [{name: c, volumeMounts: [{name: v, mountPath: /v}]}]
          volumes:
          - name: v
            projected: {defaultMode: 256, sources: [{secret: {name: password, items: [{key: key, path: key}]}},
              {serviceAccountToken: {path: token}}]}
        """);

    assertThat(shown(payload(pod, cluster(OBJECTS)).files()))
        .isEqualTo(Map.of("key", "440 s3cr3t", "token", "640 t0k3n"));
  }

  @Test
  void aTokenIsTheOnlyUsersIfAllContainersHaveOne() {
    var pod = Pods.live("""
        spec:
          securityContext: {runAsUser: 1000}
          containers: [{name: c, volumeMounts: [{name: v, mountPath: /v}]}, {name: d}]
          volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: token}}]}}]
        """);

    assertThat(shown(payload(pod, cluster(OBJECTS)).files())).isEqualTo(Map.of("token", "600 t0k3n"));
  }
}
