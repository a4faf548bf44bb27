package dev.devsession.files.volume;

import java.util.Arrays;
import java.util.Optional;

/** Which names files and mounts may have: the kubelet's rules, and none may lead out of its folder. */
public final class PayloadPath {
  private static final int LONGEST = 4096;

  private PayloadPath() {}

  /** Why a file of a volume can't have this path below the volume; empty: it can. */
  public static Optional<String> fault(String path) {
    if (path.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (path.startsWith("/")) {
      return Optional.of("it is absolute");
    }
    if (path.length() > LONGEST) {
      return Optional.of("it is longer than " + LONGEST + " characters");
    }
    if (path.indexOf('\0') >= 0) {
      return Optional.of("it has a NUL character");
    }
    var names = Arrays.asList(path.split("/", -1));
    return names.contains("..")
        ? Optional.of("it leads out of the volume")
        : names.getFirst().startsWith("..")
            ? Optional.of("it begins with .., which the kubelet keeps for itself")
            : names.contains("") || names.contains(".") ? Optional.of("it has an empty name") : Optional.empty();
  }

  /** Why a container's path can't be had below a folder; empty: it can. */
  public static Optional<String> mountFault(String mountPath) {
    return mountPath.startsWith("/")
        ? relative(mountPath).isEmpty()
            ? Optional.of("it is the container's whole file system")
            : fault(relative(mountPath)).filter(fault -> !fault.contains("keeps for itself"))
        : Optional.of("it isn't absolute");
  }

  /** A mount path below the root, without empty names: {@code etc/tls}. */
  public static String relative(String mountPath) {
    return mountPath.replaceAll("/(\\./|/)+", "/").replaceAll("^/+|/+$|/\\.$", "");
  }
}
