package dev.devsession.files.mount;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of util-linux that make a namespace and mount in it. */
record MountPrograms(Path unshare, Path nsenter, Path mount, Path umount, Path pivotRoot) {

  /** Those of this machine; empty if one is missing. */
  static Optional<MountPrograms> find() {
    var found = Stream.of("unshare", "nsenter", "mount", "umount", "pivot_root").map(MountPrograms::find)
        .flatMap(Optional::stream).toList();
    return found.size() == 5
        ? Optional.of(new MountPrograms(found.get(0), found.get(1), found.get(2), found.get(3), found.get(4)))
        : Optional.empty();
  }

  private static Optional<Path> find(String name) {
    var searched = Optional.ofNullable(System.getenv("PATH")).map(path -> Arrays.stream(path.split(":")))
        .orElseGet(Stream::empty);
    return Stream.concat(searched, Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")).filter(p -> !p.isEmpty())
        .map(directory -> Path.of(directory, name)).filter(Files::isExecutable).findFirst();
  }
}
