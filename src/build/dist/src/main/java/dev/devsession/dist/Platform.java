package dev.devsession.dist;

import java.util.List;

/**
 * A platform that an agent is released for.
 *
 * @param os {@code linux}, {@code macos} or {@code windows}
 * @param architecture {@code amd64} or {@code arm64}
 * @param nettyName the classifier of Netty's native libraries; a platform without any has a name that nothing has
 */
record Platform(String os, String architecture, String nettyName) {

  /** That of the building machine, whose runtime is linked from its JDK. */
  static final Platform OWN = new Platform("linux", "amd64", "linux-x86_64");

  /** Emulated, its AOT cache can be trained too. */
  static final Platform LINUX_ARM64 = new Platform("linux", "arm64", "linux-aarch_64");

  static final List<Platform> ALL = List.of(OWN, LINUX_ARM64,
      new Platform("macos", "arm64", "osx-aarch_64"), new Platform("macos", "amd64", "osx-x86_64"),
      new Platform("windows", "amd64", "windows-x86_64"));

  /** Such as {@code linux-amd64}. */
  String name() {
    return os + "-" + architecture;
  }

  boolean isWindows() {
    return os.equals("windows");
  }
}
