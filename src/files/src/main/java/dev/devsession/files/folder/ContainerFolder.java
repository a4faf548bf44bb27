package dev.devsession.files.folder;

import dev.devsession.files.volume.ContainerMount;
import dev.devsession.files.volume.ContainerMounts;
import dev.devsession.files.volume.MountedVolume;
import dev.devsession.files.volume.PayloadPath;
import dev.devsession.files.volume.PodFacts;
import dev.devsession.files.volume.Reading;
import dev.devsession.files.volume.SourceObject;
import dev.devsession.files.volume.VolumePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The volumes of a container below a folder of this machine, each at its mountPath. */
public final class ContainerFolder {
  private final Path root;
  private final Map<ContainerMount, AtomicFolder> kept = new LinkedHashMap<>();
  private final Map<String, Path> present = new LinkedHashMap<>();

  public ContainerFolder(Path root) {
    this.root = root;
  }

  /**
   * Writes all that can be had.
   *
   * @return what can't, each in a line that begins with the mountPath
   */
  public List<String> write(ContainerMounts mounts, PodFacts pod, Function<SourceObject, Reading> readings)
      throws IOException {
    PlainFiles.makeFolders(root);
    var gaps = new ArrayList<>(mounts.refused());
    for (var mount : mounts.mounts()) {
      write(mount, mounts, pod, readings).stream().map(gap -> mount.path() + ": " + gap).forEach(gaps::add);
    }
    return gaps;
  }

  /**
   * Brings what changes with the cluster up to date. A volume that lacks something now keeps its files, as in a pod.
   *
   * @return the mountPaths whose files have changed
   */
  public List<String> update(PodFacts pod, Function<SourceObject, Reading> readings) throws IOException {
    var changed = new ArrayList<String>();
    for (var entry : kept.entrySet()) {
      var payload = VolumePayload.of((MountedVolume.FromApi) entry.getKey().volume(), pod, readings);
      if (payload.gaps().isEmpty() && entry.getValue().write(payload.files())) {
        changed.add(entry.getKey().path());
      }
    }
    return changed;
  }

  /** What is at which mountPath. */
  public Map<String, Path> present() {
    return Map.copyOf(present);
  }

  private List<String> write(ContainerMount mount, ContainerMounts all, PodFacts pod,
      Function<SourceObject, Reading> readings) throws IOException {
    var place = root.resolve(PayloadPath.relative(mount.path()));
    if (leadsThroughLink(place)) {
      return List.of("it is inside a folder of another volume, and left out");
    }
    switch (mount.volume()) {
      case MountedVolume.OnlyInCluster(var _, var kind) -> {
        return List.of(kind + " isn't copied. Get what you need of it with:  devsession files pull SERVICE "
            + mount.path());
      }
      case MountedVolume.Empty _ -> PlainFiles.makeVolume(place);
      case MountedVolume.FromApi volume -> {
        var payload = VolumePayload.of(volume, pod, readings);
        if (mount.isFrozen()) {
          var part = mount.select(payload.files());
          if (!part.containsKey("")) {
            PlainFiles.makeFolders(place);
          }
          PlainFiles.write(place, part);
        } else {
          PlainFiles.makeVolume(place);
          var folder = new AtomicFolder(place, inside(mount, all));
          folder.write(payload.files());
          kept.put(mount, folder);
        }
        present.put(mount.path(), place);
        return payload.gaps();
      }
    }
    present.put(mount.path(), place);
    return List.of();
  }

  /** Names in a mount that are mounts of their own. */
  private static Set<String> inside(ContainerMount mount, ContainerMounts all) {
    return all.mounts().stream().map(ContainerMount::path).filter(path -> path.startsWith(mount.path() + "/"))
        .map(path -> path.substring(mount.path().length() + 1)).collect(Collectors.toSet());
  }

  private boolean leadsThroughLink(Path place) {
    var at = root;
    for (var name : root.relativize(place)) {
      at = at.resolve(name);
      if (Files.isSymbolicLink(at) || Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
    }
    return false;
  }
}
