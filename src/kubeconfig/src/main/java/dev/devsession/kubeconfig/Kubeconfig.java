package dev.devsession.kubeconfig;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The developer's kubeconfig, read as kubectl reads it: KUBECONFIG or ~/.kube/config, merged; one context of it. */
public final class Kubeconfig {

  /** So that a lost API server is found again within seconds: the client's back-off ends at 32 times this. */
  private static final int RECONNECT_MILLIS = 100;
  private static final int RETRIES = 2;

  /**
   * Loads only the kinds that it is given, because all kinds of Kubernetes would cost 10 MB. Skips fields that a later
   * operator has added.
   */
  public static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization(
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES), false);

  private Kubeconfig() {}

  private static List<File> files() {
    return Config.getKubeconfigFilenames().stream().map(String::strip).filter(name -> !name.isEmpty()).map(File::new)
        .toList();
  }

  /**
   * The client's configuration.
   *
   * @throws AgentException
   *           if there is no kubeconfig, or no such context in it
   */
  public static Config load(Optional<Path> file, Optional<String> context) {
    List<File> files = file.map(path -> List.of(path.toFile())).orElseGet(Kubeconfig::files);
    if (files.stream().noneMatch(File::isFile)) {
      throw new AgentException(ExitCode.BAD_INPUT, "no kubeconfig at " + String.join(", ", paths(files))
          + ": a local cluster writes it when it starts, as by  minikube start; name another with --kubeconfig or "
          + "KUBECONFIG"
          + (System.getenv("SUDO_USER") == null ? "" : " (sudo does not pass KUBECONFIG on)"));
    }
    Config config = KubeconfigMerge.of(files, context.orElse(null));
    NamedContext current = config.getCurrentContext();
    if (context.isPresent() && (current == null || !current.getName().equals(context.get()))) {
      throw new AgentException(ExitCode.BAD_INPUT,
          "no context \"" + context.get() + "\" in " + String.join(", ", paths(files)) + "; it has: " + names(config));
    }
    if (current == null) {
      throw new AgentException(ExitCode.BAD_INPUT, "no current context in " + String.join(", ", paths(files))
          + ": " + LocalCluster.choice(contexts(config), name -> isByMinikube(config, name)));
    }
    fillGaps(config, files);
    config.setWatchReconnectInterval(RECONNECT_MILLIS);
    config.setRequestRetryBackoffLimit(RETRIES);
    return config;
  }

  /**
   * A client for that configuration.
   *
   * @param kinds the kinds it uses, apart from Services
   */
  public static KubernetesClient connect(Config config, List<Class<? extends KubernetesResource>> kinds) {
    kinds.forEach(SERIALIZATION::registerKubernetesResource);
    SERIALIZATION.registerKubernetesResource(Service.class);
    // The answer that ends a watch. If the client did not recognise it, it would repeat the same request forever.
    SERIALIZATION.registerKubernetesResource(Status.class);
    if (config.getMasterUrl().toLowerCase(Locale.ROOT).startsWith("http:")) {
      // The offer to upgrade to HTTP/2, which each request would carry, is an error for kubectl proxy.
      config.setHttp2Disable(true);
    }
    var refusal = new HandshakeRefusal();
    var client = new KubernetesClientBuilder().withConfig(config).withHttpClientFactory(new PromptlyClosedHttpClient())
        .withKubernetesSerialization(SERIALIZATION)
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("gzip", new AcceptGzip())
            .addOrReplaceInterceptor("handshake", refusal))
        .build();
    refusal.asks(client.getHttpClient());
    return client;
  }

  /** What the client doesn't take from a kubeconfig by itself. */
  private static void fillGaps(Config config, List<File> files) {
    try {
      KubeconfigGaps.fill(config, KubeconfigEntry.of(config));
    } catch (IOException | GeneralSecurityException e) {
      throw new AgentException(ExitCode.BAD_INPUT,
          "cannot use kubeconfig " + String.join(", ", paths(files)) + ": " + FailureText.of(e), e);
    }
  }

  private static List<String> paths(Collection<File> files) {
    return files.stream().map(File::getPath).toList();
  }

  private static String names(Config config) {
    List<String> names = contexts(config);
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static List<String> contexts(Config config) {
    return config.getContexts().stream().map(NamedContext::getName).sorted().toList();
  }

  /** The cluster of the current context, if it is one that people start on their own machine. */
  static Optional<LocalCluster> localCluster(Config config) {
    return Optional.ofNullable(config.getCurrentContext()).map(NamedContext::getName)
        .flatMap(name -> LocalCluster.of(name, isByMinikube(config, name)));
  }

  /** Minikube names itself as the provider, in an extension of the contexts that it writes. */
  private static boolean isByMinikube(Config config, String name) {
    return config.getContexts().stream().filter(named -> named.getName().equals(name)).map(NamedContext::getContext)
        .filter(context -> context != null && context.getExtensions() != null)
        .flatMap(context -> context.getExtensions().stream())
        .anyMatch(extension -> String.valueOf(extension.getExtension()).contains("minikube.sigs.k8s.io"));
  }
}
