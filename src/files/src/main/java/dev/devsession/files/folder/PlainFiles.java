package dev.devsession.files.folder;

import dev.devsession.files.volume.VolumeFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Writes a volume's files as they are, with their modes where the system has such. */
final class PlainFiles {
  private static final PosixFilePermission[] FROM_LOWEST_BIT = {PosixFilePermission.OTHERS_EXECUTE,
      PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ, PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ};
  private static final Set<PosixFilePermission> VOLUME = PosixFilePermissions.fromString("rwxrwxrwx");
  private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");

  private PlainFiles() {}

  /** @param files by their path below the folder; under the empty path, the folder's place is a file itself */
  static void write(Path folder, Map<String, VolumeFile> files) throws IOException {
    for (var entry : files.entrySet()) {
      var file = entry.getKey().isEmpty() ? folder : folder.resolve(entry.getKey());
      makeFolders(file.getParent());
      // Never readable by more than it has to be, not even for a moment.
      Files.createFile(file, attributes(0600));
      Files.write(file, entry.getValue().content());
      setMode(file, permissions(entry.getValue().mode()));
    }
  }

  /** Makes a folder that others may enter, as volumes have them; the session's folder around it keeps others out. */
  static void openFolder(Path folder) throws IOException {
    setMode(folder, FOLDER);
  }

  /** Makes a volume's folder, which in a pod all users may write to. */
  static void makeVolume(Path folder) throws IOException {
    makeFolders(folder);
    setMode(folder, VOLUME);
  }

  static void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      makeFolders(folder.getParent());
      Files.createDirectory(folder);
      openFolder(folder);
    }
  }

  static Set<PosixFilePermission> permissions(int mode) {
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < FROM_LOWEST_BIT.length; bit++) {
      if ((mode >> bit & 1) == 1) {
        permissions.add(FROM_LOWEST_BIT[bit]);
      }
    }
    return permissions;
  }

  static FileAttribute<?>[] attributes(int mode) {
    return hasModes()
        ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(permissions(mode))}
        : new FileAttribute<?>[0];
  }

  static void setMode(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (hasModes()) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static boolean hasModes() {
    return File.separatorChar == '/';
  }
}
