package dev.devsession.e2e.conformance;

import dev.devsession.e2e.Cluster;
import dev.devsession.e2e.Project;

/** The image devsession.local/upstream:1, with the server of the conformance suites. */
public final class UpstreamImage {
  private UpstreamImage() {}

  /** Builds it and loads it into the cluster. */
  public static void load(Cluster cluster) {
    var archive = Project.path("src/testing/conformance/target/upstream.tar");
    Project.run(cluster.environment(), "src/testing/go-image", "src/testing/conformance/programs/upstream", archive);
    Project.run(cluster.environment(), "src/testing/cluster/load", archive);
  }
}
