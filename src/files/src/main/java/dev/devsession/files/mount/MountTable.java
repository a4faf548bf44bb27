package dev.devsession.files.mount;

import java.util.List;
import java.util.stream.Collectors;

/** Binds as mount(8) reads them (fstab(5)), done from first to last. */
final class MountTable {
  private MountTable() {}

  static String text(List<Bind> binds) {
    return binds.stream().map(bind -> escape(bind.source().toString()) + " " + escape(bind.target().toString())
        + " none rbind 0 0\n").collect(Collectors.joining());
  }

  private static String escape(String path) {
    return path.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011").replace("\n", "\\012")
        .replace("#", "\\043");
  }
}
