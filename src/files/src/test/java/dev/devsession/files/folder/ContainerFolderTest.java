package dev.devsession.files.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.files.volume.PodFacts;
import dev.devsession.files.volume.Pods;
import dev.devsession.files.volume.SourceObject;
import dev.devsession.files.volume.SourceObject.ConfigMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerFolderTest {
  private static final Map<SourceObject, String> BEFORE = Map.of(new ConfigMap("settings"),
      "{data: {a: one, tls: no folder}}");
  private static final Map<SourceObject, String> AFTER = Map.of(new ConfigMap("settings"), "{data: {a: two}}");
  @TempDir
  private Path root;

  @Test
  void eachVolumeIsAtItsMountPath() throws IOException {
    var folder = new ContainerFolder(root);
    var gaps = write(folder, """
        - {name: settings, mountPath: /etc/app}
        - {name: empty, mountPath: /etc/app/tls}
        - {name: settings, mountPath: /opt/a.conf, subPath: a}
        - {name: settings, mountPath: /opt/none, subPath: no/such}
        - {name: disk, mountPath: /data}
        """);

    assertThat(root.resolve("etc/app/a")).hasContent("one");
    assertThat(root.resolve("etc/app/tls")).isEmptyDirectory();
    assertThat(root.resolve("opt/a.conf")).isRegularFile().hasContent("one");
    assertThat(root.resolve("opt/none")).isEmptyDirectory();
    assertThat(root.resolve("data")).doesNotExist();
    assertThat(gaps).containsExactly("/data: persistentVolumeClaim d isn't copied. Get what you need of it with:  "
        + "devsession files pull SERVICE /data");
    assertThat(folder.present()).containsOnlyKeys("/etc/app", "/etc/app/tls", "/opt/a.conf", "/opt/none");
  }

  @Test
  void aChangeReachesAllButFrozenPlaces() throws IOException {
    var folder = new ContainerFolder(root);
    write(folder, "[{name: settings, mountPath: /etc/app}, {name: settings, mountPath: /a.conf, subPath: a}]");

    var changed = folder.update(pod("[]"), Pods.cluster(AFTER));

    assertThat(changed).containsExactly("/etc/app");
    assertThat(root.resolve("etc/app/a")).hasContent("two");
    assertThat(root.resolve("a.conf")).hasContent("one");
  }

  @Test
  void whatIsDeletedInTheClusterStaysAsInAPod() throws IOException {
    var folder = new ContainerFolder(root);
    write(folder, "[{name: settings, mountPath: /etc/app}]");

    assertThat(folder.update(pod("[]"), Pods.cluster(Map.of()))).isEmpty();

    assertThat(root.resolve("etc/app/a")).hasContent("one");
  }

  @Test
  void aMountInsideAFolderOfAnotherVolumeIsNamed() throws IOException {
    var gaps = write(new ContainerFolder(root),
        "[{name: deep, mountPath: /etc}, {name: empty, mountPath: /etc/conf/x}]");

    assertThat(root.resolve("etc/conf/a")).hasContent("one");
    assertThat(gaps).containsExactly("/etc/conf/x: it is inside a folder of another volume, and left out");
  }

  private static List<String> write(ContainerFolder folder, String mounts) throws IOException {
    var pod = pod(mounts);
    return folder.write(Pods.mounts(pod), pod, Pods.cluster(BEFORE));
  }

  private static PodFacts pod(String mounts) {
    return Pods.live("""
        spec:
          containers:
          - name: c
            volumeMounts:
        %s
          volumes:
          - {name: settings, configMap: {name: settings}}
          - {name: deep, configMap: {name: settings, items: [{key: a, path: conf/a}]}}
          - {name: empty, emptyDir: {}}
          - {name: disk, persistentVolumeClaim: {claimName: d}}
        """.formatted(mounts.indent(6)));
  }
}
