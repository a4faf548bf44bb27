package dev.devsession.e2e;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user who has rights in one namespace and nowhere else. */
public record Developer(KubernetesClient admin, String namespace, String name) {

  /** Creates a user with these rights, or gives them to the existing one. */
  public static Developer create(KubernetesClient admin, String namespace, String name, PolicyRule... rules) {
    admin.resource(new RoleBuilder().withMetadata(metadata(namespace, name)).withRules(rules).build())
        .serverSideApply();
    return bound(admin, namespace, name, "Role", name);
  }

  /** Creates a user with the chart's role for developers. */
  public static Developer ofTheChart(KubernetesClient admin, String namespace, String name) {
    return bound(admin, namespace, name, "ClusterRole", "devsession-developer");
  }

  /** Gives the user another of the chart's roles. */
  public Developer with(String role) {
    admin.resource(new RoleBindingBuilder().withMetadata(metadata(namespace, name + "-" + role))
        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
        .addNewSubject(null, "ServiceAccount", name, namespace).build()).serverSideApply();
    return this;
  }

  private static Developer bound(KubernetesClient admin, String namespace, String name, String kind, String role) {
    var metadata = metadata(namespace, name);
    admin.resource(new ServiceAccountBuilder().withMetadata(metadata).build()).serverSideApply();
    admin.resource(
        new RoleBindingBuilder().withMetadata(metadata).withNewRoleRef("rbac.authorization.k8s.io", kind, role)
            .addNewSubject(null, "ServiceAccount", name, namespace).build())
        .serverSideApply();
    return new Developer(admin, namespace, name);
  }

  private static ObjectMeta metadata(String namespace, String name) {
    return new ObjectMetaBuilder().withNamespace(namespace).withName(name).build();
  }

  /** A kubeconfig with a token for the same API server as another kubeconfig's. */
  public Path kubeconfig(Path adminKubeconfig, Path folder) {
    var cluster = KubeConfigUtils.parseConfig(new File(adminKubeconfig.toString())).getClusters().getFirst()
        .getCluster();
    var token = admin.serviceAccounts().inNamespace(namespace).withName(name)
        .tokenRequest(new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build())
        .getStatus().getToken();
    try {
      return Files.writeString(folder.resolve(name + ".kubeconfig"), """
          apiVersion: v1
          kind: Config
          clusters: [{name: test, cluster: {server: "%s", certificate-authority-data: "%s"}}]
          users: [{name: test, user: {token: "%s"}}]
          contexts: [{name: test, context: {cluster: test, user: test, namespace: %s}}]
          current-context: test
          """.formatted(cluster.getServer(), cluster.getCertificateAuthorityData(), token, namespace));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes all rights away. */
  public void revokeRights() {
    admin.rbac().roleBindings().inNamespace(namespace).withName(name).delete();
  }
}
