package dev.devsession.console;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What this machine runs, as far as commands and messages differ. */
public enum OperatingSystem {
  LINUX,
  MACOS,
  WINDOWS;

  /** That of this process. */
  public static OperatingSystem current() {
    return of(System.getProperty("os.name"));
  }

  /**
   * By Java's name for it.
   *
   * @param name the property {@code os.name}; what is neither macOS nor Windows counts as Linux
   */
  public static OperatingSystem of(String name) {
    return name.startsWith("Mac") ? MACOS : name.startsWith("Windows") ? WINDOWS : LINUX;
  }

  /**
   * The file that gives names to addresses.
   *
   * @param environment of the process: Windows may be installed anywhere
   */
  public String hostsFile(Map<String, String> environment) {
    return this == WINDOWS
        ? Optional.ofNullable(environment.get("SystemRoot")).orElse("C:\\Windows") + "\\System32\\drivers\\etc\\hosts"
        : "/etc/hosts";
  }

  /** A file that is always empty. */
  public Path nullDevice() {
    return Path.of(this == WINDOWS ? "NUL" : "/dev/null");
  }
}
