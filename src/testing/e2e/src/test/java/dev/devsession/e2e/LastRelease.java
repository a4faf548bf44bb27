package dev.devsession.e2e;

import java.nio.file.Path;
import java.util.List;

/**
 * What the last release consists of.
 *
 * @param folder as {@code src/build/dist/last-release} prints it
 */
record LastRelease(Path folder) {
  private static final String TAG = "last-release";

  static LastRelease find() {
    var folder = System.getProperty("devsession.last-release");
    if (folder == null) {
      throw new AssertionError("devsession.last-release is not set; run this by: make test-upgrade");
    }
    return new LastRelease(Path.of(folder));
  }

  /** Installs it in place of what the cluster has, CRDs included. */
  void replace(Installation installation) {
    installation.uninstall();
    installation.cluster.kubectl("delete", "--ignore-not-found", "-f", "helm/devsession/crds");
    install(installation);
  }

  /** Installs its chart, or makes it the next revision of the present release. The CRDs stay. */
  void install(Installation installation) {
    installation.cluster.load(List.of(folder.resolve("operator.tar"), folder.resolve("proxy.tar")));
    installation.install(folder.resolve("chart"), "--set", "image.tag=" + TAG, "--set", "proxy.image.tag=" + TAG);
  }

  /** Makes the CRDs those of the release, so that the API server gives its operator no field that it doesn't know. */
  void applyCrds(Installation installation) {
    installation.cluster.kubectl("apply", "--server-side", "--force-conflicts", "-f", folder.resolve("chart/crds"));
  }

  /** The command of its agent. */
  Path agent() {
    return folder.resolve("agent/devsession");
  }

  /** @param image as a pod names it */
  static boolean has(String image) {
    return image.endsWith(":" + TAG);
  }
}
