package dev.devsession.kubeconfig;

/**
 * The user as the API server sees them, and the commands that grant this user a role.
 *
 * @param name as RBAC knows it, such as {@code ada} or {@code system:serviceaccount:ci:builder}
 */
public record Subject(String name) {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  /** For a command in which the reader has to put the name, because the API server doesn't say it. */
  static Subject unknown() {
    return new Subject("USER");
  }

  boolean isAnonymous() {
    return "system:anonymous".equals(name);
  }

  /** The command by which an admin grants a ClusterRole in one namespace. */
  public String grant(String role, String namespace) {
    return "kubectl create rolebinding " + binding(role) + " --clusterrole=" + role + " " + option() + " -n "
        + namespace;
  }

  /** The command by which an admin grants a ClusterRole in all namespaces. */
  public String grantEverywhere(String role) {
    return "kubectl create clusterrolebinding " + binding(role) + " --clusterrole=" + role + " " + option();
  }

  private String binding(String role) {
    var plain = name.replaceFirst(SERVICE_ACCOUNT, "").replaceAll("[^A-Za-z0-9.-]+", "-");
    return plain + "-" + role.replaceFirst("^devsession-developer$", "devsession");
  }

  private String option() {
    return name.startsWith(SERVICE_ACCOUNT)
        ? "--serviceaccount=" + name.substring(SERVICE_ACCOUNT.length())
        : name.matches("[A-Za-z0-9.@:_-]+") ? "--user=" + name : "--user='" + name.replace("'", "'\\''") + "'";
  }
}
