package dev.devsession.kubeconfig;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The user as the API server sees them, and the commands that grant this user a role.
 *
 * @param name as RBAC knows it, such as {@code ada} or {@code system:serviceaccount:ci:builder}
 */
public record Subject(String name) {
  /** How the API server begins each refusal. */
  private static final Pattern REFUSED = Pattern.compile("User \"([^\"]+)\" cannot ");
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  /** From a refusal, which names the user; if it doesn't, from the kubeconfig. */
  static Subject of(KubernetesClientException refusal, Config config) {
    var message = refusal.getStatus() == null ? refusal.getMessage() : refusal.getStatus().getMessage();
    var user = REFUSED.matcher(Optional.ofNullable(message).orElse(""));
    return new Subject(user.find()
        ? user.group(1)
        : Optional.ofNullable(config.getCurrentContext()).map(c -> c.getContext().getUser()).orElse("USER"));
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
    return plain + "-" + role.replaceFirst("^devsession-.*", "devsession");
  }

  private String option() {
    return name.startsWith(SERVICE_ACCOUNT)
        ? "--serviceaccount=" + name.substring(SERVICE_ACCOUNT.length())
        : name.matches("[A-Za-z0-9.@:_-]+") ? "--user=" + name : "--user='" + name.replace("'", "'\\''") + "'";
  }
}
