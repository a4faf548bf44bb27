package dev.devsession.agent.session;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.Version;

/** What to say of a cluster whose operator or whose CRDs are missing or old. */
public final class OperatorInstallation {
  private static final String CHART = "devsession-" + Version.current() + ".tgz";

  /** Installs the operator that fits this agent. */
  public static final String COMMAND = "helm install devsession " + CHART
      + " -n devsession-system --create-namespace  (in a checkout, helm/devsession is the chart)";

  private OperatorInstallation() {}

  /** @param context whose cluster serves no DevSessions */
  public static AgentException missing(String context) {
    return new AgentException(ExitCode.NOT_INSTALLED, "the cluster of context " + context
        + " has no DevSessions: choose another --context, or install the operator, with  " + COMMAND);
  }

  /**
   * A refusal, with what to do if the API server doesn't know a field: Helm doesn't upgrade CRDs, so they are often
   * older than all else.
   */
  static AgentException ofOlderKinds(AgentException refusal) {
    return refusal.getMessage().contains("field not declared in schema")
        ? new AgentException(refusal.exitCode(),
            refusal.getMessage() + ". If it isn't misspelt, the cluster's CRDs are "
                + "older than this devsession " + Version.current()
                + ". A cluster admin upgrades them with  helm show crds "
                + CHART + " | kubectl apply --server-side --force-conflicts -f -  and then the operator",
            refusal)
        : refusal;
  }
}
