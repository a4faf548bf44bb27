package dev.devsession.files.mount;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The copy of a folder that gets its place. Its folders are those of the original, by binding them; its other files are
 * links into the original, so that one that is replaced there, as the hosts file is, is new here too.
 */
final class LayerSkeleton {
  private static final String ORIGINAL = ".devsession";

  private LayerSkeleton() {}

  /**
   * Makes it.
   *
   * @param copy that doesn't exist yet
   * @return the binds that complete it, but for the one that puts it into its place
   */
  static List<Bind> make(Layer layer, Path copy) throws IOException {
    var binds = new ArrayList<Bind>();
    Files.createDirectories(copy.resolve(ORIGINAL));
    binds.add(new Bind(layer.folder(), copy.resolve(ORIGINAL)));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(layer.folder())) {
      for (var entry : entries) {
        var place = copy.resolve(entry.getFileName());
        if (Files.isSymbolicLink(entry)) {
          Files.createSymbolicLink(place, Files.readSymbolicLink(entry));
        } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(place);
          // What holds the copy itself goes first, while little is mounted in it.
          binds.add(copy.startsWith(entry) ? 1 : binds.size(), new Bind(entry, place));
        } else {
          Files.createSymbolicLink(place, Path.of(ORIGINAL).resolve(entry.getFileName()));
        }
      }
    }
    for (var added : layer.added().entrySet()) {
      var place = copy.resolve(added.getKey());
      Files.createDirectories(place.getParent());
      if (Files.isDirectory(added.getValue())) {
        Files.createDirectories(place);
      } else {
        Files.createFile(place);
      }
      binds.add(new Bind(added.getValue(), place));
    }
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r-xr-xr-x"));
    return binds;
  }
}
