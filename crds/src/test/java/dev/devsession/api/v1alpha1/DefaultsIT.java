package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The fields that the API server adds to a resource, and those that it drops. */
@ExtendWith(ApiServer.Extension.class)
class DefaultsIT {
  private static KubernetesClient client;

  @BeforeAll
  static void connect(ApiServer api) {
    client = api.clientIn("defaults");
  }

  @Test
  void everyDefaultIsFilledIn() {
    var stored = client.resource(session("""
        services:
        - name: orders
          workloadRef: {kind: Deployment, name: orders}
          ports: [{hostPort: 3000}]
        transport: {type: Direct, hostAddress: 192.168.49.1}
        """)).create();

    assertThat(stored.<Object>get("spec")).isEqualTo(spec("""
        services:
        - name: orders
          mode: Replace
          workloadRef: {apiVersion: apps/v1, kind: Deployment, name: orders}
          ports: [{name: "", hostPort: 3000}]
        transport: {type: Direct, hostAddress: 192.168.49.1}
        disconnect: {graceSeconds: 60, action: Restore}
        suspend: false
        ttlSeconds: 28800
        """));
  }

  @Test
  void tunnelIsTheDefaultTransport() {
    var stored = client.resource(session("services: [{name: orders}]")).create();

    assertThat(stored.<Object>get("spec")).isEqualTo(spec("""
        services: [{name: orders, mode: Replace}]
        transport: {type: Tunnel}
        disconnect: {graceSeconds: 60, action: Restore}
        suspend: false
        ttlSeconds: 28800
        """));
  }

  @Test
  void unknownFieldsAreDroppedIfValidationIgnoresThem() {
    var stored = client.resource(session("""
        developer: ada
        transport: {type: Direct, hostAddress: 192.168.49.1, port: 3000}
        """)).fieldValidation(Validation.IGNORE).create();

    assertThat(stored.<Object>get("spec")).isEqualTo(spec("""
        transport: {type: Direct, hostAddress: 192.168.49.1}
        disconnect: {graceSeconds: 60, action: Restore}
        suspend: false
        ttlSeconds: 28800
        """));
  }

  private static GenericKubernetesResource session(String spec) {
    var session = Serialization.unmarshal("""
        apiVersion: devsession.dev/v1alpha1
        kind: DevSession
        metadata: {generateName: ada-}
        """, GenericKubernetesResource.class);
    session.setAdditionalProperty("spec", spec(spec));
    return session;
  }

  private static Map<?, ?> spec(String yaml) {
    return Serialization.unmarshal(yaml, Map.class);
  }
}
