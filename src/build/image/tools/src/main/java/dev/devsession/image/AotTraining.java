package dev.devsession.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/**
 * Trains the AOT cache of the module in the current directory: runs the program as its image will, lets it do some
 * typical work, and stops it by SIGTERM; the JVM then writes the cache.
 *
 * <p>
 * A cache fits exactly these jars in this order; only a common prefix of their paths and the runtime's may differ
 * (here {@code target/image}). JDK 25.0.3 loads classes even from a cache whose jar has changed since, so a stamp over
 * the content of the jars keeps the cache current.
 */
public final class AotTraining {

  /** The modification time that Jib gives every file in an image. */
  private static final FileTime IMAGE_TIME = FileTime.from(Instant.ofEpochSecond(1));

  private static final Path LIBS = Path.of("target/image/app/libs");

  private static final Path CLASSPATH = Path.of("target/image/app/classpath");

  private static final Path OPTIONS = Path.of("src/main/jib/app/jvm.options");

  private static final Path NATIVE = Path.of("target/native/META-INF/native");

  private static final Path CACHE = Path.of("target/app.aot");

  private static final Path FILES = Path.of("target/training");

  private static final Path LOG = Path.of("target/training.log");

  private AotTraining() {}

  /** The typical work of a training run. */
  @FunctionalInterface
  public interface Work {
    void on(Program program) throws Exception;
  }

  /**
   * Trains, unless the cache is newer than all its inputs.
   *
   * @param args the root of the runtime's file tree, and the file name of the module's jar
   * @param work starts the program once, uses it and terminates it
   */
  public static void run(String[] args, Work work) throws Exception {
    var runtime = Path.of(args[0]);
    stage(args[1]);
    var stamp = new Stamp(Path.of("target/app.aot.stamp"), List.of(Files.readString(OPTIONS)),
        List.of(LIBS, CLASSPATH, runtime, Stamp.codeOf(AotTraining.class), Stamp.codeOf(work.getClass())));
    if (stamp.isCurrent()) {
      return;
    }
    Files.deleteIfExists(CACHE);
    System.out.println("Training the AOT cache of " + args[1]);
    work.on(program(runtime, CLASSPATH.resolve(args[1])));
    if (!Files.exists(CACHE)) {
      throw new IllegalStateException("the training run left no " + CACHE + "; see " + LOG.toAbsolutePath());
    }
    stamp.write();
  }

  /** The options name the folder of native libraries in the image; here it is another. */
  private static Program program(Path runtime, Path jar) {
    return new Program(List.of(runtime.resolve("jre/bin/java").toString(), "@" + OPTIONS,
        "-Djava.library.path=" + NATIVE, "-XX:AOTCacheOutput=" + CACHE, "-jar", jar.toString()), FILES,
        FILES.toAbsolutePath().toString(), LOG);
  }

  private static void stage(String jar) throws IOException {
    Files.createDirectories(CLASSPATH);
    Files.copy(Path.of("target", jar), CLASSPATH.resolve(jar), StandardCopyOption.REPLACE_EXISTING);
    for (var file : Trees.files(Path.of("target/image"))) {
      Files.setLastModifiedTime(file, IMAGE_TIME);
    }
  }
}
