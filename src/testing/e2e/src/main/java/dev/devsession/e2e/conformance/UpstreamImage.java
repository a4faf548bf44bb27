package dev.devsession.e2e.conformance;

import dev.devsession.e2e.Cluster;
import dev.devsession.e2e.Project;

/** The image devsession.local/upstream:1, with the server of the conformance suites. */
public final class UpstreamImage {
  private UpstreamImage() {}

  /**
   * A Deployment of it, as YAML that ends within its container.
   *
   * @param ready a port on which it listens when it is ready
   * @param arguments those of the program, in YAML's flow style
   */
  public static String deployment(String name, int ready, String arguments) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              automountServiceAccountToken: false
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: upstream
                image: devsession.local/upstream:1
                imagePullPolicy: IfNotPresent
                args: %3$s
                readinessProbe: {tcpSocket: {port: %2$d}, periodSeconds: 1}
                resources: {requests: {cpu: 10m}}
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        """.formatted(name, ready, arguments);
  }

  /** Builds it and loads it into the cluster. */
  public static void load(Cluster cluster) {
    var archive = Project.path("src/testing/conformance/target/upstream.tar");
    Project.run(cluster.environment(), "src/testing/go-image", "src/testing/conformance/programs/upstream", archive);
    Project.run(cluster.environment(), "src/testing/cluster/load", archive);
  }
}
