package dev.devsession.image;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleHashesAttribute;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Java runtime that was linked elsewhere, for any platform, and can be linked again here with fewer modules: its
 * modules are taken out of it and packed as jlink reads them.
 *
 * @param home the runtime's folder
 */
record LinkedRuntime(Path home) {

  /** Classes that jlink makes for a set of modules; it makes them again. */
  private static final String GENERATED = "java\\.base/jdk/internal/module/SystemModules\\$.*";

  /**
   * Packs modules, and all that they require.
   *
   * @param jmods the folder to write them to
   * @param work an empty folder for files in between
   */
  void pack(List<String> modules, Path jmods, Path work) throws IOException, InterruptedException {
    Files.createDirectories(jmods);
    var classes = work.resolve("classes");
    extractClasses(classes);
    for (var file : Trees.files(classes.resolve("java.base"))) {
      if (classes.relativize(file).toString().matches(GENERATED)) {
        Files.delete(file);
      }
    }
    for (String module : closure(modules, classes)) {
      var info = classes.resolve(module).resolve("module-info.class");
      Files.write(info, withoutHashes(info));
      var files = new ModuleFiles(module, home, work.resolve("files").resolve(module));
      var command = new ArrayList<>(List.of("create", "--class-path", classes.resolve(module).toString(),
          // The time of each entry, so that the same runtime gives the same bytes.
          "--date", "2026-01-01T00:00:00Z"));
      command.addAll(files.options());
      command.add(jmods.resolve(module + ".jmod").toString());
      Jlink.run("jmod", command);
    }
  }

  private void extractClasses(Path classes) throws IOException, InterruptedException {
    var command = List.of(Path.of(System.getProperty("java.home"), "bin", "jimage").toString(), "extract", "--dir",
        classes.toString(), home.resolve("lib/modules").toString());
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("jimage failed; it says why above");
    }
  }

  private static Set<String> closure(List<String> roots, Path classes) throws IOException {
    var closure = new TreeSet<String>();
    var open = new ArrayList<>(roots);
    while (!open.isEmpty()) {
      String module = open.removeLast();
      if (closure.add(module)) {
        try (var in = Files.newInputStream(classes.resolve(module).resolve("module-info.class"))) {
          ModuleDescriptor.read(in).requires().stream()
              .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
              .forEach(required -> open.add(required.name()));
        }
      }
    }
    return closure;
  }

  /** The hashes in java.base are those of the modules as they were packed elsewhere. */
  private static byte[] withoutHashes(Path moduleInfo) throws IOException {
    var file = ClassFile.of();
    return file.transformClass(file.parse(moduleInfo),
        ClassTransform.dropping(element -> element instanceof ModuleHashesAttribute));
  }
}
