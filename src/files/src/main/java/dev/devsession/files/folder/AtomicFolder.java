package dev.devsession.files.folder;

import dev.devsession.files.volume.VolumeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A folder whose files all change in one step, laid out as the kubelet lays out a volume: the files are in a folder
 * named after the time, {@code ..data} leads there, and each visible name leads through {@code ..data}. A rename puts a
 * new {@code ..data} in the place of the old one, so that programs that follow changes see what they see in a pod.
 */
public final class AtomicFolder {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("'..'uuuu_MM_dd_HH_mm_ss.")
      .withZone(ZoneOffset.UTC);
  private static final String DATA = "..data";
  private static final String NEXT_DATA = "..data_tmp";

  private final Path folder;
  private final Set<String> taken;
  private Map<String, VolumeFile> current;

  /**
   * A folder that needn't exist yet.
   *
   * @param taken names in it that lead to other volumes
   */
  public AtomicFolder(Path folder, Set<String> taken) {
    this.folder = folder;
    this.taken = Set.copyOf(taken);
  }

  /**
   * Gives it these files, and no others.
   *
   * @param files by paths that don't lead out of it
   * @return whether anything changed
   */
  public boolean write(Map<String, VolumeFile> files) throws IOException {
    if (files.equals(current)) {
      return false;
    }
    Files.createDirectories(folder);
    var next = writeStamped(files);
    var stale = stamped(next);
    var link = folder.resolve(NEXT_DATA);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, next.getFileName());
    Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    linkNames(
        files.keySet().stream().map(path -> path.split("/", 2)[0]).collect(Collectors.toCollection(TreeSet::new)));
    for (var old : stale) {
      FolderDeletion.delete(old);
    }
    current = Map.copyOf(files);
    return true;
  }

  private Path writeStamped(Map<String, VolumeFile> files) throws IOException {
    var stamped = Files.createTempDirectory(folder, STAMP.format(Instant.now()));
    PlainFiles.openFolder(stamped);
    PlainFiles.write(stamped, files);
    return stamped;
  }

  private Set<Path> stamped(Path except) throws IOException {
    var found = new TreeSet<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "..2*")) {
      entries.forEach(found::add);
    }
    found.remove(except);
    return found;
  }

  /** Names that have gone are removed after the swap, new ones appear after it. */
  private void linkNames(Set<String> names) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder,
        entry -> Files.isSymbolicLink(entry) && !entry.getFileName().toString().startsWith(".."))) {
      for (var entry : entries) {
        if (!names.contains(entry.getFileName().toString())) {
          Files.delete(entry);
        }
      }
    }
    for (var name : names) {
      var link = folder.resolve(name);
      if (!taken.contains(name) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of(DATA, name));
      }
    }
  }
}
