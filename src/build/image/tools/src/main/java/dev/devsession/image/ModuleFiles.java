package dev.devsession.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The files of a module that are not classes: which of a linked runtime's are its own.
 *
 * @param module the module's name
 * @param home the runtime's folder
 * @param work an empty folder to lay them out in
 */
record ModuleFiles(String module, Path home, Path work) {

  private static final String BASE = "java.base";

  /** Native libraries by module, without prefix and ending; Windows's own runtime (api-ms-…) goes with java.base. */
  private static final Map<String, String> LIBRARIES = Map.of("java.management", "management", "jdk.net", "extnet",
      "jdk.management", "management_ext", BASE, "java|jimage|jli|jsig|jvm|net|nio|osxsecurity|syslookup|verify|zip"
          + "|api-ms-.*|ucrtbase|vcruntime.*|msvcp.*");

  /** What else java.base has in lib. */
  private static final String BASE_FILES = "lib/(jvm\\.cfg|jspawnhelper|jrt-fs\\.jar|tzdb\\.dat|tzmappings"
      + "|security/.*)";

  private static final String BASE_CONF = "conf/((net|logging|jaxp)\\.properties|jaxp-strict.*|security/.*|sdp/.*)";

  /** The options with which {@code jmod create} packs them. */
  List<String> options() throws IOException {
    var options = new ArrayList<String>();
    for (var section : List.of("libs", "cmds", "config")) {
      if (copy(section)) {
        options.addAll(List.of("--" + section, work.resolve(section).toString()));
      }
    }
    var legal = home.resolve("legal").resolve(module);
    if (Files.isDirectory(legal)) {
      options.addAll(List.of("--legal-notices", legal.toString()));
    }
    if (module.equals(BASE)) {
      options.addAll(List.of("--module-version", feature()));
    }
    return options;
  }

  private boolean copy(String section) throws IOException {
    boolean some = false;
    for (var file : Trees.files(home)) {
      String name = home.relativize(file).toString();
      if (section(name).equals(section)) {
        var copy = work.resolve(section).resolve(name.substring(name.indexOf('/') + 1));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        some = true;
      }
    }
    return some;
  }

  /** The section of a file, or nothing if it is not the module's. */
  private String section(String name) {
    if (name.matches("(lib|bin)/(server/)?(lib)?(" + LIBRARIES.getOrDefault(module, "-") + ")\\.(so|dylib|dll)")) {
      return "libs";
    }
    if (!module.equals(BASE)) {
      return "";
    }
    if (name.matches(BASE_FILES)) {
      return "libs";
    }
    if (name.matches("bin/java(\\.exe)?")) {
      return "cmds";
    }
    return name.matches(BASE_CONF) ? "config" : "";
  }

  /** Jlink compares it with its own. */
  private String feature() throws IOException {
    return Files.readAllLines(home.resolve("release")).stream().filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll(".*\"(.*)\"", "$1")).findFirst()
        .orElseThrow(() -> new IllegalStateException(home + " doesn't say which Java it is"));
  }
}
