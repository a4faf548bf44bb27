package dev.devsession.dist;

import dev.devsession.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Helm chart as an archive, with the version of the release. */
record Chart(Checkout checkout, Path work) {

  /** Writes {@code devsession-VERSION.tgz}, the name that Helm gives it. */
  Path write(Path folder) throws IOException {
    var from = checkout.file("helm/devsession");
    var to = work.resolve("chart/devsession");
    Trees.delete(to);
    for (var file : Trees.files(from)) {
      var copy = to.resolve(from.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    var description = to.resolve("Chart.yaml");
    Files.writeString(description, Files.readString(description).replaceAll("(?m)^((?:appV|v)ersion): .*$",
        "$1: " + checkout.version()));
    var archive = folder.resolve("devsession-" + checkout.version() + ".tgz");
    Archive.tarGz(to, archive);
    return archive;
  }
}
