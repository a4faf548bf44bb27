package dev.devsession.operator.force;

import dev.devsession.restore.RestoreReport;
import dev.devsession.restore.RestoreResult;
import dev.devsession.restore.SwitchedService;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an offline restore reports, a line each. */
final class RecordedReport implements RestoreReport {
  final List<String> lines = new ArrayList<>();

  @Override
  public void switchedBack(SwitchedService switched, String problem) {
    lines.add(switched.service().getMetadata().getName() + ", problem: " + problem);
  }

  @Override
  public void restored(RestoreResult restored) {
    lines.add(restored.place() + " to " + restored.replicas() + ", problem: " + restored.problem());
  }

  @Override
  public void refused(String what, KubernetesClientException why) {
    lines.add(what + ": " + why.getMessage());
  }
}
