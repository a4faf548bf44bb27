package dev.devsession.dist;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How this machine runs the Java of a platform.
 *
 * @param words before its command
 */
record JavaRunner(List<String> words) {

  static final JavaRunner OWN = new JavaRunner(List.of());

  /**
   * Empty for systems other than Linux.
   *
   * @param packages the folder that {@code src/build/dist/fetch} printed
   * @param work where the C library of another architecture is unpacked
   */
  static Optional<JavaRunner> of(Platform platform, Path packages, Path work)
      throws IOException, InterruptedException {
    if (platform.equals(Platform.OWN)) {
      return Optional.of(OWN);
    }
    if (!platform.equals(Platform.LINUX_ARM64)) {
      return Optional.empty();
    }
    var libc = work.resolve("libc6-arm64").toString();
    HostProgram.output(List.of("dpkg-deb", "--extract", packages.resolve("libc6-arm64.deb").toString(), libc));
    return Optional.of(new JavaRunner(List.of("qemu-aarch64-static", "-L", libc)));
  }
}
