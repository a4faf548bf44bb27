package dev.devsession.bench;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A ServiceAccount for the operator, so that the audit log distinguishes its requests from those of other users. */
final class OperatorAccount {
  static final String NAMESPACE = "devsession-system";
  static final String USER = "system:serviceaccount:" + NAMESPACE + ":devsession";
  private static final String OBJECTS = """
      apiVersion: v1
      kind: Namespace
      metadata: {name: devsession-system}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: devsession, namespace: devsession-system}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: devsession}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
      subjects: [{kind: ServiceAccount, name: devsession, namespace: devsession-system}]
      """;

  private OperatorAccount() {}

  /** Creates the account, and a kubeconfig with its token in the folder. */
  static Path create(KubernetesClient client, Path folder) {
    client.load(new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8))).items()
        .forEach(o -> client.resource(o).create());
    var token = client.serviceAccounts().inNamespace(NAMESPACE).withName("devsession")
        .tokenRequest(new TokenRequestBuilder().withNewSpec().withExpirationSeconds(86_400L).endSpec().build())
        .getStatus().getToken();
    var config = client.getConfiguration();
    try {
      return Files.writeString(folder.resolve("operator.kubeconfig"), Serialization.asJson(Map.of("apiVersion", "v1",
          "kind", "Config", "current-context", "x", "clusters",
          List.of(Map.of("name", "x", "cluster",
              Map.of("server", config.getMasterUrl(), "certificate-authority-data", config.getCaCertData()))),
          "users", List.of(Map.of("name", "x", "user", Map.of("token", token))), "contexts",
          List.of(Map.of("name", "x", "context", Map.of("cluster", "x", "user", "x"))))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
