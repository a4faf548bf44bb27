package dev.devsession.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.DevSession;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may name a Secret in a session's {@code tls.secretName}: ben, who may get it, and not ada. */
class TlsSecretPolicyIT {
  private static final String SHOP = "tls-shop";
  private static final String REFUSED = "ada must be allowed to get Secret orders-tls in namespace " + SHOP;
  static ApiServer server;
  static KubernetesClient ada;
  static KubernetesClient ben;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    server.namespace("tls-system", Map.of());
    server.namespace(SHOP, Map.of());
    server.install("tls-system");
    kubectl("create", "role", "key", "--verb=get", "--resource=secrets", "--resource-name=orders-tls");
    kubectl("create", "rolebinding", "key", "--role=key", "--user=ben");
    kubectl("create", "rolebinding", "developers", "--clusterrole=devsession-developer", "--user=ada", "--user=ben");
    ada = as("ada");
    ben = as("ben");
    // The API server takes a moment to enforce a new policy.
    await().untilAsserted(() -> assertThatThrownBy(() -> ada.resource(session("orders-tls")).dryRun().create())
        .isInstanceOf(KubernetesClientException.class).hasMessageContaining(REFUSED));
  }

  private static void kubectl(String... command) {
    var all = Arrays.copyOf(command, command.length + 2);
    all[command.length] = "--namespace";
    all[command.length + 1] = SHOP;
    Tool.kubectl(server.environment(), all).orFail();
  }

  private static KubernetesClient as(String user) {
    Config config = new ConfigBuilder(server.admin().getConfiguration()).withImpersonateUsername(user).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterAll
  static void stop() {
    ada.close();
    ben.close();
    server.close();
  }

  @AfterEach
  void delete() {
    server.admin().resources(DevSession.class).inNamespace(SHOP).delete();
  }

  @Test
  void whoMayGetTheSecretMayNameIt() {
    ben.resource(session("orders-tls")).create();

    assertThatThrownBy(() -> ben.resource(session("other-tls")).dryRun().create())
        .hasMessageContaining("ben must be allowed to get Secret other-tls");
  }

  @Test
  void sessionWithoutAKeyNeedsNoSuchRight() {
    ada.resource(session(null)).create();

    assertThatThrownBy(() -> ada.resource(session("orders-tls")).update()).hasMessageContaining(REFUSED);
  }

  @Test
  void whoMayNotCannotTurnAnothersSessionToThemselves() {
    ben.resource(session("orders-tls")).create();
    var session = ada.resources(DevSession.class).inNamespace(SHOP).withName("s");

    assertThatThrownBy(() -> session.edit(TlsSecretPolicyIT::suspended)).hasMessageContaining(REFUSED);
    assertThatCode(() -> session.edit(s -> {
      s.getMetadata().setLabels(Map.of("team", "a")); // as the operator, which changes no spec
      return s;
    })).doesNotThrowAnyException();
    assertThat(ada.resources(DevSession.class).inNamespace(SHOP).withName("s").delete()).isNotEmpty();
  }

  @Test
  void policyCanBeLeftOut() {
    assertThat(Rendered.with("--set", "tlsSecretPolicy.create=false").objects())
        .noneMatch(o -> o.getKind().startsWith("ValidatingAdmissionPolicy"));
    assertThat(Rendered.with().objects()).anyMatch(o -> o.getKind().equals("ValidatingAdmissionPolicyBinding"));
  }

  private static DevSession suspended(DevSession session) {
    return Serialization.unmarshal(
        Serialization.asJson(session).replaceFirst("\"suspend\":false", "\"suspend\":true"), DevSession.class);
  }

  private static DevSession session(String secret) {
    return Serialization.unmarshal("""
        apiVersion: devsession.dev/v1alpha1
        kind: DevSession
        metadata: {name: s, namespace: %s}
        spec:
          suspend: false
          services: [{name: orders, mode: Intercept%s}]
        """.formatted(SHOP, secret == null ? "" : ", tls: {secretName: " + secret + "}"), DevSession.class);
  }
}
