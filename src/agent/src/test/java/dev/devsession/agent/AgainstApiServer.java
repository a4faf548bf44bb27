package dev.devsession.agent;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One API server for the tests of a class, and for each of them a namespace and a kubeconfig. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AgainstApiServer {
  /** Longest that anything here may take; the machine may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  ApiServer api;
  KubernetesClient admin;
  /** How many tests have begun, this one included: what tests share they tell apart by it. */
  int tests;
  String namespace;
  Path kubeconfig;

  @BeforeAll
  void startApiServer(@TempDir Path directory) throws IOException {
    Awaitility.setDefaultTimeout(PATIENCE);
    api = ApiServer.in(directory);
    admin = api.admin();
  }

  @AfterAll
  void stopApiServer() {
    if (api != null) {
      admin.close();
      api.close();
    }
  }

  @BeforeEach
  void makeNamespace(@TempDir Path directory) throws IOException {
    namespace = getClass().getSimpleName().toLowerCase(Locale.ROOT) + tests++;
    admin.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()).create();
    kubeconfig = api.writeKubeconfig(directory.resolve("kubeconfig"), namespace);
  }
}
