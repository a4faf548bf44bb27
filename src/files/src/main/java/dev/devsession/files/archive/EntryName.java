package dev.devsession.files.archive;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Whether a name in an archive stays in the folder that it is unpacked into. */
final class EntryName {
  private static final int LONGEST = 4096;

  private EntryName() {}

  /** Why it doesn't, or isn't a name; empty: it is fine. */
  static Optional<String> fault(String name) {
    if (name.isEmpty()) {
      return Optional.of("it has no name");
    }
    if (name.length() > LONGEST) {
      return Optional.of("its name is longer than " + LONGEST + " characters");
    }
    if (name.startsWith("/") || name.startsWith("\\") || name.matches("[A-Za-z]:.*")) {
      return Optional.of("its name is absolute");
    }
    if (Arrays.asList(name.split("[/\\\\]", -1)).contains("..")) {
      return Optional.of("its name leads out of the folder");
    }
    try {
      Path.of(name);
      return name.indexOf('\0') < 0 ? Optional.empty() : Optional.of("its name has a NUL character");
    } catch (InvalidPathException e) {
      return Optional.of("this system can't have such a name");
    }
  }

  /** Why a link may not be made at all; empty: where it leads has to be seen. */
  static Optional<String> linkFault(String target) {
    if (target.isEmpty() || target.indexOf('\0') >= 0) {
      return Optional.of("it links to nothing");
    }
    return target.startsWith("/") || target.startsWith("\\") || target.matches("[A-Za-z]:.*")
        ? Optional.of("it links to the absolute path " + shown(target))
        : Optional.empty();
  }

  /** Without what a terminal would act on. */
  static String shown(String name) {
    return name.replaceAll("\\p{C}", "?");
  }
}
