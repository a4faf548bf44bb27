package dev.devsession.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The archives of agents that need no Java on the machine. */
record Agents(Checkout checkout, ReleaseFiles release, Path packages, Path work) {

  /** Writes them all; the building machine's platform is the first, and gives the others what only a run can tell. */
  Map<Platform, Path> write() throws IOException, InterruptedException {
    var archives = new LinkedHashMap<Platform, Path>();
    for (var platform : Platform.ALL) {
      var folder = folder(platform);
      new AgentFolder(checkout, platform, folder).write(packages);
      Archive.setTimes(folder);
      var runner = JavaRunner.of(platform, packages, work);
      if (runner.isPresent()) {
        new AgentTraining(folder, runner.get()).train();
      }
      AgentTraining.complete(folder(Platform.OWN), folder);
      Archive.setTimes(folder);
      archives.put(platform, pack(folder, platform, runner.isPresent()));
    }
    return archives;
  }

  private Path folder(Platform platform) {
    return work.resolve("agent").resolve("devsession-" + checkout.version() + "-" + platform.name());
  }

  private Path pack(Path folder, Platform platform, boolean cached) throws IOException {
    var archive = release.folder().resolve(folder.getFileName() + (platform.isWindows() ? ".zip" : ".tar.gz"));
    if (platform.isWindows()) {
      Archive.zip(folder, folder.getParent(), archive);
    } else {
      Archive.tarGz(folder, archive);
    }
    try (Stream<Path> jars = Files.list(folder.resolve("agent/lib"))) {
      var names = jars.map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
      release.add(archive, "agent", platform.name(), cached ? AgentTraining.CACHE : null,
          new Sbom(checkout, "src/agent", "agent").onlyLibraries(names).withRuntime(folder.resolve("runtime")));
    }
    return archive;
  }
}
