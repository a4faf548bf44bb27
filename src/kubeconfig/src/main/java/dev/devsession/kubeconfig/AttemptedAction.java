package dev.devsession.kubeconfig;

import java.util.regex.Pattern;

/**
 * What was asked of the API server, for the message if it refuses.
 *
 * @param what as in "you may not WHAT"
 * @param rule the verbs and resources that allow it, for the admin who manages roles
 * @param role a ClusterRole that has them
 */
public record AttemptedAction(String what, String rule, String role) {
  static final AttemptedAction LIST_SERVICES = new AttemptedAction("list services", "get, list and watch on services",
      "view");

  /** Whether its rule speaks of this verb on this kind. */
  boolean allows(String verb, String kind) {
    return rule.endsWith(" on " + kind) && rule.matches("(.*\\W)?" + Pattern.quote(verb) + "\\W.*");
  }
}
