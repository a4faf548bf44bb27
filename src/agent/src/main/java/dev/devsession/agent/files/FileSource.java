package dev.devsession.agent.files;

import dev.devsession.agent.environment.WorkloadReader;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.Terminal;
import dev.devsession.files.archive.UnpackLimits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A container from which files can be copied.
 *
 * @param container empty: the one that the Service leads to
 */
public record FileSource(ClusterContext cluster, String service, Optional<String> container) {

  /**
   * Copies a file or folder.
   *
   * @param path absolute
   * @param into the folder that gets it, under its last name
   * @return whether all is there
   */
  public boolean pull(String path, Path into, UnpackLimits limits, Terminal terminal) throws InterruptedException {
    var services = new SessionClient(cluster).services();
    var reader = new WorkloadReader(cluster);
    var workload = reader.workload(services, service, reader.pods(services, service));
    if (workload.pod().status().isEmpty()) {
      throw new AgentException(ExitCode.BAD_INPUT, "no pod of Service " + service + " runs, from which " + path
          + " could be copied: while a swap lasts, its workload is scaled to zero");
    }
    var chosen = workload.container(container).container().getName();
    return new FilePull(new ContainerProgram(cluster, workload.pod().metadata().getName(), chosen), limits, terminal)
        .pull(path, into);
  }
}
