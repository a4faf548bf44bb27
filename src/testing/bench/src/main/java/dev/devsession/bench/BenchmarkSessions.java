package dev.devsession.bench;

import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Sessions as a developer writes them. */
final class BenchmarkSessions {
  private BenchmarkSessions() {}

  /** For one Service with one port, to an address that no host has (RFC 5737). */
  static DevSession of(String namespace, String name, String service) {
    return Serialization.unmarshal("""
        apiVersion: devsession.dev/v1alpha1
        kind: DevSession
        metadata: {name: %s, namespace: %s}
        spec:
          services: [{name: %s, ports: [{name: http, hostPort: 3000}]}]
          transport: {type: Direct, hostAddress: 192.0.2.1}
        """.formatted(name, namespace, service), DevSession.class);
  }

  static boolean isReady(DevSession session) {
    return session.getStatus() != null && session.getStatus().conditions().stream()
        .anyMatch(c -> c.is(ConditionType.Ready) && c.holds());
  }
}
