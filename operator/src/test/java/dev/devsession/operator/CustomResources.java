package dev.devsession.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** DevSession's own kinds, for an API server that doesn't have them. */
public final class CustomResources {
  private CustomResources() {}

  /** Returns when both kinds are served. */
  public static void install(KubernetesClient client) {
    var kinds = List.of("devsessions.devsession.dev", "swaps.devsession.dev");
    for (var kind : kinds) {
      try (InputStream yaml = Files.newInputStream(Path.of("../crds/yaml", kind + ".yaml"))) {
        client.load(yaml).create();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (var kind : kinds) {
      client.apiextensions().v1().customResourceDefinitions().withName(kind).waitUntilCondition(
          c -> c.getStatus() != null && c.getStatus().getConditions() != null && c.getStatus().getConditions().stream()
              .anyMatch(x -> x.getType().equals("Established") && x.getStatus().equals("True")),
          60, TimeUnit.SECONDS);
    }
  }
}
