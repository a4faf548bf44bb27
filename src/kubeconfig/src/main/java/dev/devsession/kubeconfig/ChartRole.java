package dev.devsession.kubeconfig;

/** The ClusterRoles that the chart makes for developers. */
public final class ChartRole {
  /** What sessions, names, logs and plain values of environments take; part of {@code edit}. */
  public static final String DEVELOPER = "devsession-developer";
  /** What values and files of ConfigMaps and Secrets, tokens and programs in pods take; part of no role. */
  public static final String SECRETS = "devsession-developer-secrets";

  private ChartRole() {}
}
