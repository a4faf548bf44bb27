package dev.devsession.dist;

import dev.devsession.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The images: an archive for each platform, as Docker and Minikube load it, and one OCI layout for all, as registries
 * get it.
 *
 * @param packages the folder of what was fetched for other platforms
 * @param work a folder for files in between
 */
record Images(Checkout checkout, ReleaseFiles release, Path packages, Path work) {

  private static final Map<String, String> ARCHIVES = Map.of("linux-amd64", "image.tar", "linux-arm64",
      "image-arm64.tar");

  /**
   * Writes those of a module.
   *
   * @param cached whether the image for the building machine's platform holds an AOT cache
   */
  void write(String name, String module, boolean cached) throws IOException, InterruptedException {
    var unpacked = new ArrayList<Path>();
    var file = "devsession-" + name + "-" + checkout.version();
    for (var platform : ARCHIVES.keySet().stream().sorted().toList()) {
      var archive = checkout.file(module).resolve("target").resolve(ARCHIVES.get(platform));
      var copy = release.folder().resolve(file + "-" + platform + ".tar");
      Files.copy(archive, copy, StandardCopyOption.REPLACE_EXISTING);
      var own = platform.equals(Platform.OWN.name());
      release.add(copy, "image", platform, cached && own ? "app/app.aot" : null, sbom(module, own));
      unpacked.add(unpack(archive, name, platform));
    }
    var layout = work.resolve("oci").resolve(name);
    Trees.delete(layout);
    new OciLayout(layout).write("devsession.local/" + name + ":" + checkout.version(), unpacked);
    var tar = release.folder().resolve(file + ".oci.tar");
    Archive.tarContent(layout, tar);
    release.add(tar, "oci-layout", "linux-amd64,linux-arm64", cached ? "app/app.aot" : null,
        new Sbom(checkout, module, "oci-layout"));
  }

  private Path unpack(Path archive, String name, String platform) throws IOException, InterruptedException {
    var folder = work.resolve("docker").resolve(name).resolve(platform);
    Trees.delete(folder);
    Files.createDirectories(folder);
    HostProgram.output(List.of("tar", "-xf", archive.toString(), "-C", folder.toString()));
    return folder;
  }

  private Sbom sbom(String module, boolean own) throws IOException, InterruptedException {
    var runtime = "src/build/image/tools/target/runtime" + (own ? "" : "-arm64") + "/jre";
    var version = HostProgram.output(own
        ? List.of("dpkg-query", "--show", "--showformat", "${Version}", "libc6")
        : List.of("dpkg-deb", "--field", packages.resolve("libc6-arm64.deb").toString(), "Version")).strip();
    return new Sbom(checkout, module, "image").withRuntime(checkout.file(runtime)).withPackage("libc6", version,
        "pkg:deb/debian/libc6@" + version + "?arch=" + (own ? "amd64" : "arm64"));
  }
}
