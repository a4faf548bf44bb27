package dev.devsession.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease by which one operator leads. */
final class Lease {
  static final String NAME = "devsession-operator";
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private Lease() {}

  /** Gives the lease up, which the framework leaves to time: the next operator leads within seconds instead of 15. */
  static void release(KubernetesClient client, String namespace) {
    try {
      var lease = client.leases().inNamespace(namespace).withName(NAME).get();
      if (lease != null) {
        lease.getSpec().setHolderIdentity("");
        lease.getSpec().setLeaseDurationSeconds(1);
        client.resource(lease).update();
      }
    } catch (KubernetesClientException e) {
      LOG.warn("The lease {} could not be given up, the next operator waits for its end: {}", NAME, e.getMessage());
    }
  }
}
