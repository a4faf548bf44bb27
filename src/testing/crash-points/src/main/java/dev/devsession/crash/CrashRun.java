package dev.devsession.crash;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.hollow.HollowCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A run on a cluster of its own.
 *
 * @param lanes how many replays at a time
 * @param selection which crash points are played
 */
record CrashRun(int lanes, Selection selection) {
  private static final Path ROOT = Path.of(System.getProperty("devsession.root", "."));
  private static final Path MODULE = ROOT.resolve("src/testing/crash-points");

  List<List<Outcome>> play(List<Scenario> scenarios, PrintStream out) throws IOException, InterruptedException {
    var upgrades = scenarios.stream().filter(Upgrading.class::isInstance).map(Upgrading.class::cast).findFirst();
    var crds = upgrades.map(u -> release(u).crds()).orElseGet(CrashRun::crds);
    try (var cluster = HollowCluster.start(crds);
        var stages = new Stages(cluster, jvm(cluster, "proxy:current"))) {
      if (upgrades.isPresent()) {
        upgrades.get().load(release(upgrades.get()), stages, 1 + selection.ofAnUpgrade());
        for (var crd : crds()) {
          cluster.install(crd);
        }
      }
      stages.train();
      return new CrashPoints(stages, lanes, out).play(scenarios, selection);
    }
  }

  /** Writes what the operator of this build leaves in a namespace. */
  static void record(Release release) throws IOException {
    try (var cluster = HollowCluster.start(release.crds());
        var stages = new Stages(cluster, jvm(cluster, "proxy:" + release.folder().getFileName()));
        var stage = stages.open("recorded")) {
      new SampleWorkloads(stage).create();
      release.record("before", stage.snapshot());
      stage.operator().start();
      stage.begin("ada", "orders=3000", "stock=3001");
      stage.awaitAt("ada", ConditionReason.Swapped);
      stage.begin("bob", "orders=3002");
      stage.awaitAt("bob", ConditionReason.Queued);
      release.record("swapped", stage.snapshot());
    }
  }

  private static Release release(Upgrading upgrade) {
    return new Release(MODULE.resolve("releases").resolve(upgrade.version()));
  }

  private static OperatorJvm jvm(HollowCluster cluster, String image) throws IOException {
    return new OperatorJvm(emptied(MODULE.resolve("target/crash-points")), cluster.jvmOptions(), image);
  }

  private static Path emptied(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.list(folder)) {
        files.forEach(f -> f.toFile().delete());
      }
    }
    return Files.createDirectories(folder).toAbsolutePath();
  }

  private static Path[] crds() {
    var folder = ROOT.resolve("crds/yaml");
    return new Path[]{folder.resolve("devsessions.devsession.dev.yaml"), folder.resolve("swaps.devsession.dev.yaml")};
  }
}
