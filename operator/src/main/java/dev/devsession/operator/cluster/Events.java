package dev.devsession.operator.cluster;

import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Events. They inform people and decide nothing, so a failure to write one is only logged. */
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int MAX_MESSAGE = 1024;
  private final KubernetesClient client;
  private final Clock clock;

  public Events(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** The same about a workload. */
  public void write(Workload about, boolean warning, String reason, String message) {
    var object = new GenericKubernetesResource();
    object.setApiVersion(about.ref().apiVersion());
    object.setKind(about.ref().kind());
    object.setMetadata(about.metadata());
    write(object, warning, reason, message);
  }

  /** @param warning true if a user or an admin should act */
  public void write(HasMetadata about, boolean warning, String reason, String message) {
    var namespace = about.getMetadata().getNamespace();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var event = new EventBuilder().withNewMetadata().withGenerateName(about.getMetadata().getName() + ".")
        .withNamespace(namespace)
        .endMetadata().withType(warning ? "Warning" : "Normal").withReason(reason)
        .withMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
        .withFirstTimestamp(now).withLastTimestamp(now).withCount(1).withNewSource()
        .withComponent(FieldManagers.OPERATOR).endSource()
        .withReportingComponent(FieldManagers.OPERATOR)
        .withNewInvolvedObject().withApiVersion(about.getApiVersion()).withKind(about.getKind())
        .withNamespace(namespace)
        .withName(about.getMetadata().getName()).withUid(about.getMetadata().getUid()).endInvolvedObject().build();
    try {
      client.v1().events().inNamespace(namespace).resource(event).create();
    } catch (KubernetesClientException e) {
      LOG.warn("Could not write event {} of {} {}/{}: {}", reason, about.getKind(), namespace,
          about.getMetadata().getName(), e.getMessage());
    }
  }
}
