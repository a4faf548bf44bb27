package dev.devsession.kubeconfig;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A missing right, as the API server itself names it.
 *
 * @param subject whom it takes this user for
 * @param resource with its subresource, such as {@code pods/portforward}; of another URL its path
 * @param group of the API; empty: the core
 * @param namespace empty: all of them, or the resource is in none
 */
public record Refusal(Subject subject, String verb, String resource, String group, Optional<String> namespace) {

  private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*)\"";
  private static final Pattern TEXT = Pattern.compile("User " + QUOTED + " cannot (\\S+) (?:resource " + QUOTED
      + " in API group " + QUOTED + "(?: in the namespace " + QUOTED + ")?|path " + QUOTED + ")");
  private static final Set<String> READING = Set.of("get", "list", "watch");
  private static final Set<String> IN_NO_NAMESPACE = Set.of("nodes", "namespaces", "persistentvolumes",
      "customresourcedefinitions", "users", "groups", "serviceaccounts", "selfsubjectreviews",
      "clustertrustbundles");
  private static final String OWN_GROUP = "devsession.dev";

  /** From the answer to a request; empty if it tells nothing of the kind. */
  public static Optional<Refusal> of(KubernetesClientException answer) {
    return parse(ApiErrors.message(answer));
  }

  static Optional<Refusal> parse(String message) {
    var found = TEXT.matcher(Optional.ofNullable(message).orElse(""));
    if (!found.find()) {
      return Optional.empty();
    }
    var path = found.group(6);
    return Optional.of(new Refusal(new Subject(plain(found.group(1))), found.group(2),
        plain(path == null ? found.group(3) : path), path == null ? plain(found.group(4)) : "",
        Optional.ofNullable(found.group(5)).map(Refusal::plain)));
  }

  /** What this user may not, and the command by which an admin allows it. */
  String explain(AttemptedAction attempt) {
    var right = verb + " on " + kind();
    var asAttempted = attempt.allows(verb, kind());
    return "you may not " + verb + " " + kind() + where() + " (" + subject.name() + "). An admin grants it ("
        + (asAttempted ? attempt.rule() : right) + ")" + grant(asAttempted ? attempt.role() : role());
  }

  private String kind() {
    return resource + (group.isEmpty() ? "" : "." + group);
  }

  private String where() {
    return namespace.map(name -> " in namespace " + name).orElse(isInNoNamespace() ? "" : " in all namespaces");
  }

  private String grant(String role) {
    if (namespace.isEmpty() && isInNoNamespace()) {
      return " with a ClusterRole of their own";
    }
    return namespace.map(name -> " with: " + subject.grant(role, name))
        .orElseGet(() -> ", or name one with -n, with: " + subject.grantEverywhere(role));
  }

  private String role() {
    return group.equals(OWN_GROUP) || resource.equals("endpointslices") || resource.equals("pods/portforward")
        ? ChartRole.DEVELOPER
        : READING.contains(verb) ? "view" : "edit";
  }

  private boolean isInNoNamespace() {
    return resource.startsWith("/") || IN_NO_NAMESPACE.contains(resource) || verb.equals("impersonate");
  }

  /** As it was before the API server quoted it. */
  private static String plain(String quoted) {
    return quoted.replaceAll("\\\\(.)", "$1");
  }
}
