package dev.devsession.agent.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.devsession.agent.environment.ServiceWorkload;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.console.AgentException;
import dev.devsession.console.Terminal;
import dev.devsession.environment.ContainerChoice;
import dev.devsession.environment.MountMapping;
import dev.devsession.files.mount.MountedCommand;
import dev.devsession.files.volume.PodFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The files that a command finds, from when they are asked for until this is closed. */
public final class CommandFiles implements AutoCloseable {
  private static final String TOPIC = "files";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClusterContext cluster;
  private final boolean mount;
  private final Terminal terminal;
  private String service;
  private WorkloadFiles files;
  private MountedCommand mounted;

  /** @param mount whether they are to be at their mountPaths too */
  public CommandFiles(ClusterContext cluster, boolean mount, Terminal terminal) {
    this.cluster = cluster;
    this.mount = mount;
    this.terminal = terminal;
  }

  /** Reads those of a container, and follows them. The command can do without, so that this never fails. */
  public synchronized MountMapping open(ServiceWorkload workload, ContainerChoice container) {
    var pod = workload.pod();
    service = workload.service().getMetadata().getName();
    var facts = new PodFacts(pod.namespace(), JSON.valueToTree(pod.metadata()), JSON.valueToTree(pod.spec()),
        pod.status().isPresent(), MissingNode.getInstance());
    try {
      files = new WorkloadFiles(cluster, facts, container.container().getName(), UnaryOperator.identity(), terminal);
    } catch (AgentException e) {
      terminal.warning(TOPIC, e.getMessage());
      return MountMapping.NONE;
    }
    files.follow();
    if (mount) {
      mounted = files.mounted();
    }
    return new MountMapping(files.present().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toString())));
  }

  /** How many volumes' places there are. */
  public synchronized int count() {
    return files == null ? 0 : files.present().size();
  }

  /** Says what is missing. */
  public synchronized void announce() {
    if (files != null) {
      files.gaps().forEach(gap -> terminal.warning(TOPIC, "without " + gap.replace(" SERVICE ", " " + service + " ")));
    }
    if (mounted != null) {
      mounted.remarks().forEach(remark -> terminal.warning("mount", (mounted.prefix().isEmpty()
          ? "the files are not at their paths, but below $DEVSESSION_ROOT: "
          : "not at its path, but below $DEVSESSION_ROOT: ") + remark));
    }
  }

  /** Tells a command where they are. */
  public synchronized Map<String, String> variables() {
    return files == null ? Map.of() : Map.of("DEVSESSION_ROOT", files.root().toString());
  }

  /** Words to put before the command. */
  public synchronized List<String> prefix() {
    return Optional.ofNullable(mounted).map(MountedCommand::prefix).orElse(List.of());
  }

  @Override
  public synchronized void close() {
    if (mounted != null) {
      mounted.close();
    }
    if (files != null) {
      files.close();
    }
  }
}
