package dev.devsession.files.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerMountsTest {
  private static final String ACCESS = "/var/run/secrets/kubernetes.io/serviceaccount";

  @Test
  void outerMountsComeBeforeThoseInsideThem() {
    var pod = Pods.live("""
        spec:
          containers:
          - name: c
            volumeMounts: [{name: a, mountPath: /etc/app/tls/}, {name: a, mountPath: //etc/./app}]
          volumes: [{name: a, emptyDir: {}}]
        """);

    assertThat(Pods.mounts(pod).mounts()).extracting(ContainerMount::path).containsExactly("/etc/app", "/etc/app/tls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/../../x", "relative", "/", "/..", "//"})
  void aMountPathThatLeadsOutOfTheRootIsRefused(String path) {
    var pod = Pods.live("""
        spec:
          containers: [{name: c, volumeMounts: [{name: a, mountPath: "%s"}, {name: a, mountPath: /fine}]}]
          volumes: [{name: a, emptyDir: {}}]
        """.formatted(path));

    var mounts = Pods.mounts(pod);

    assertThat(mounts.mounts()).extracting(ContainerMount::path).containsExactly("/fine");
    assertThat(mounts.refused()).singleElement().asString().startsWith(path + ": it ");
  }

  @Test
  void aSubPathIsAFileOrAFolderOfTheVolume() {
    var file = new VolumeFile(new byte[]{1}, 0644);
    var files = Map.of("a/b", file, "a/c", file, "ab", file);

    assertThat(new ContainerMount("/x", new MountedVolume.Empty("v"), "a").select(files)).containsOnlyKeys("b", "c");
    assertThat(new ContainerMount("/x", new MountedVolume.Empty("v"), "ab").select(files)).containsOnlyKeys("");
    assertThat(new ContainerMount("/x", new MountedVolume.Empty("v"), "").select(files)).isEqualTo(files);
  }

  @Test
  void aSubPathOfVariablesIsExpandedAndMayNotLeadOut() {
    var pod = Pods.live("""
        spec:
          containers:
          - name: c
            volumeMounts: [{name: a, mountPath: /x, subPathExpr: $(POD)}, {name: a, mountPath: /y, subPathExpr: $(UP)}]
          volumes: [{name: a, emptyDir: {}}]
        """);

    var mounts = ContainerMounts.of(pod, "c", text -> Map.of("$(POD)", "orders-1", "$(UP)", "../..").get(text));

    assertThat(mounts.mounts()).extracting(ContainerMount::subPath).containsExactly("orders-1");
    assertThat(mounts.refused()).containsExactly("/y: it leads out of the volume");
  }

  @Test
  void aTemplateGetsTheTokenThatAdmissionAddsToPods() {
    var text = "spec: {containers: [{name: c}]}";

    assertThat(Pods.mounts(Pods.template(text)).mounts()).extracting(ContainerMount::path).containsExactly(ACCESS);
    assertThat(Pods.mounts(Pods.template(text)).objects()).containsExactly(new SourceObject.Token("", 3607),
        new SourceObject.ConfigMap("kube-root-ca.crt"));
    assertThat(Pods.mounts(Pods.live(text)).mounts()).isEmpty();
    assertThat(Pods.mounts(Pods.template("spec: {automountServiceAccountToken: false, containers: [{name: c}]}"))
        .mounts()).isEmpty();
  }

  @Test
  void nativeSidecarsAreInitContainers() {
    var pod = Pods.live("""
        spec:
          containers: [{name: main}]
          initContainers: [{name: c, restartPolicy: Always, volumeMounts: [{name: a, mountPath: /x}]}]
          volumes: [{name: a, emptyDir: {}}]
        """);

    assertThat(Pods.mounts(pod).mounts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"persistentVolumeClaim: {claimName: data}|persistentVolumeClaim data",
      "hostPath: {path: /var/log}|hostPath /var/log", "csi: {driver: d.io}|csi d.io", "nfs: {server: s}|nfs s",
      "image: {reference: r:1}|image r:1", "ephemeral: {volumeClaimTemplate: {}}|ephemeral"})
  void whatIsOnlyInTheClusterIsNamed(String both) {
    var parts = both.split("\\|");

    assertThat(Pods.mounts(Pods.withVolume(parts[0])).mounts().getFirst().volume())
        .isEqualTo(new MountedVolume.OnlyInCluster("v", parts[1]));
  }
}
