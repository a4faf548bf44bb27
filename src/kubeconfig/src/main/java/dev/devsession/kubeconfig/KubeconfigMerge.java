package dev.devsession.kubeconfig;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Several kubeconfig files made one client configuration. The client's own reading does the same, but loads each class
 * of the Kubernetes model on the way, which would take a tenth of this process's memory.
 */
final class KubeconfigMerge {

  /** Under these names the client remembers where an entry came from, to find relative paths and renewed tokens. */
  private static final String CONTEXT_FILE = "KUBERNETES_CONFIG_CONTEXT_FILE_KEY";
  private static final String CLUSTER_FILE = "KUBERNETES_CONFIG_CLUSTER_FILE_KEY";
  private static final String USER_FILE = "KUBERNETES_CONFIG_AUTH_INFO_FILE_KEY";

  private KubeconfigMerge() {}

  /**
   * The configuration for a context, or for the current one if it is null or missing.
   *
   * @param files
   *          the first to define an entry wins; files that do not exist are ignored
   */
  static io.fabric8.kubernetes.client.Config of(List<File> files, String context) {
    Config[] parsed = files.stream().filter(File::isFile).map(KubeconfigMerge::parseWithoutPlugins)
        .toArray(Config[]::new);
    io.fabric8.kubernetes.client.Config merged = io.fabric8.kubernetes.client.Config.empty();
    KubeConfigUtils.merge(merged, context, parsed);
    io.fabric8.kubernetes.client.Config.configFromSysPropsOrEnvVars(merged);
    return merged;
  }

  /** Plugins are run by {@link ExecPlugin}. */
  private static Config parseWithoutPlugins(File file) {
    Config config = parse(file);
    config.getUsers().stream().filter(named -> named.getUser() != null).forEach(named -> named.getUser().setExec(null));
    return config;
  }

  /** @throws AgentException that names the file, if it can't be read */
  static Config parse(File file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file.toPath()))) {
      Config config = Optional.ofNullable(Kubeconfig.SERIALIZATION.unmarshal(in, Config.class)).orElseGet(Config::new);
      // kubectl writes null where nothing is left.
      config.setContexts(Objects.requireNonNullElseGet(config.getContexts(), ArrayList::new));
      config.setClusters(Objects.requireNonNullElseGet(config.getClusters(), ArrayList::new));
      config.setUsers(Objects.requireNonNullElseGet(config.getUsers(), ArrayList::new));
      config.getContexts().forEach(context -> context.setAdditionalProperty(CONTEXT_FILE, file));
      config.getClusters().forEach(cluster -> cluster.setAdditionalProperty(CLUSTER_FILE, file));
      config.getUsers().forEach(user -> user.setAdditionalProperty(USER_FILE, file));
      return config;
    } catch (IOException | RuntimeException e) {
      throw new AgentException(ExitCode.BAD_INPUT, "cannot read kubeconfig " + file + ": " + text(e), e);
    }
  }

  /** In one line, and without what only says which Java class was to be filled. */
  private static String text(Exception e) {
    return FailureText.reason(e).replaceAll("\\[Source: [^;\\]]*; ([^\\]]*)\\]", "($1)")
        .replaceAll("(?s)\\(through reference chain.*", "").replaceAll("\\s+", " ").strip();
  }
}
