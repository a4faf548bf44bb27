package dev.devsession.dist;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/** What an artefact consists of, as CycloneDX: a module's libraries, which the Maven plugin lists, and a runtime. */
final class Sbom {

  private final ObjectNode bom;

  /**
   * Begins with the libraries of a module.
   *
   * @param module its folder, where the plugin has left target/bom.json
   */
  Sbom(Checkout checkout, String module, String kind) throws IOException {
    bom = (ObjectNode) Json.read(checkout.file(module).resolve("target/bom.json"));
    ((ObjectNode) bom.path("metadata").path("component")).put("description", "DevSession, " + kind);
  }

  /** Begins with no library: an artefact of files that say all themselves. */
  Sbom(Checkout checkout, String name) {
    bom = Json.object().put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
    bom.putObject("metadata").putObject("component").put("type", "application").put("name", name)
        .put("version", checkout.version()).put("bom-ref", name);
    bom.putArray("components");
  }

  /** Leaves out what is a library of another platform. */
  Sbom onlyLibraries(Set<String> jars) {
    var gone = new HashSet<String>();
    var components = bom.path("components").elements();
    while (components.hasNext()) {
      var component = components.next();
      var purl = component.path("purl").asText();
      var classifier = purl.replaceFirst(".*[?&]classifier=([^&]*).*", "$1");
      var jar = component.path("name").asText() + "-" + component.path("version").asText()
          + (classifier.equals(purl) ? "" : "-" + classifier) + ".jar";
      if (!jars.contains(jar)) {
        components.remove();
        gone.add(component.path("bom-ref").asText());
      }
    }
    var dependencies = bom.path("dependencies").elements();
    while (dependencies.hasNext()) {
      var dependency = dependencies.next();
      if (gone.contains(dependency.path("ref").asText())) {
        dependencies.remove();
        continue;
      }
      var on = dependency.path("dependsOn").elements();
      while (on.hasNext()) {
        if (gone.contains(on.next().asText())) {
          on.remove();
        }
      }
    }
    return this;
  }

  /** Adds a Java runtime, which says in its file {@code release} what it is. */
  Sbom withRuntime(Path runtime) throws IOException {
    var release = new Properties();
    try (var in = Files.newBufferedReader(runtime.resolve("release"))) {
      release.load(in);
    }
    var version = release.getProperty("JAVA_VERSION").replace("\"", "");
    bom.withArray("components").addObject().put("type", "platform").put("bom-ref", "openjdk@" + version)
        .put("name", "openjdk").put("version", version)
        .put("description", "linked with the modules " + release.getProperty("MODULES").replace("\"", ""));
    return this;
  }

  /** Adds a package of another registry. */
  Sbom withPackage(String name, String version, String purl) {
    bom.withArray("components").addObject().put("type", "library").put("bom-ref", purl).put("name", name)
        .put("version", version).put("purl", purl);
    return this;
  }

  void write(Path file) throws IOException {
    Json.write(bom, file);
  }
}
