package dev.devsession.operator.cluster;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.restore.RestoreReport;
import dev.devsession.restore.RestoreResult;
import dev.devsession.restore.SwitchedService;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the progress of a restore, and writes an Event on each workload that a user has to restore; each thing once. */
public final class RestoreLog implements RestoreReport {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreLog.class);
  private final Events events;
  private final Set<String> reported = new HashSet<>();
  private boolean failed;

  public RestoreLog(Events events) {
    this.events = events;
  }

  @Override
  public void restored(RestoreResult restored) {
    if (restored.problem() == null) {
      LOG.info("Restored {} to {} replicas", restored.place(), restored.replicas());
      return;
    }
    failed |= !restored.isForgotten();
    if (reported.add(restored.workload().metadata().getUid() + restored.problem())) {
      LOG.error("Could not restore {}: {}", restored.place(), restored.problem());
      events.write(restored.workload(), true,
          restored.isForgotten() ? ConditionReason.MarkUnreadable.name() : "NotRestored",
          "DevSession scaled " + restored.workload().ref() + " to zero and could not restore it: "
              + restored.problem() + ".");
    }
  }

  @Override
  public void switchedBack(SwitchedService switched, String problem) {
    var service = switched.service();
    var place = service.getMetadata().getNamespace() + "/Service/" + service.getMetadata().getName();
    if (problem == null) {
      LOG.info("Restored the selector of {}", place);
      return;
    }
    failed |= switched.mark().isPresent();
    if (reported.add(service.getMetadata().getUid() + problem)) {
      LOG.error("Could not restore the selector of {}: {}", place, problem);
      events.write(service, true,
          switched.mark().isEmpty() ? ConditionReason.MarkUnreadable.name() : "NotRestored",
          "DevSession switched Service " + service.getMetadata().getName() + " and could not restore it: " + problem
              + ".");
    }
  }

  @Override
  public void refused(String what, KubernetesClientException why) {
    failed = true;
    if (reported.add(what + why.getCode())) {
      LOG.error("The API server refused to {}: {}", what, why.getMessage());
    }
  }

  /** Whether something is left that another try could restore. */
  public boolean hasFailed() {
    return failed;
  }
}
