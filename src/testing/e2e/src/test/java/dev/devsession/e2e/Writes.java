package dev.devsession.e2e;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Counts the API server's write requests by resource, from its own metric {@code apiserver_request_total}. Left out are
 * the resources that the node and leader elections keep writing by themselves: leases, nodes, tokens, access reviews,
 * and Events, of which the operator's own are counted by their source.
 */
final class Writes {
  private static final Pattern LINE = Pattern.compile("apiserver_request_total\\{(.*)} (\\S+)");
  private static final Pattern OTHERS = Pattern
      .compile("leases|nodes|events|serviceaccounts|subjectaccessreviews|tokenreviews|endpoints|certificate.*");
  private final Installation installation;
  private final Map<String, Long> before;

  Writes(Installation installation) {
    this.installation = installation;
    this.before = count();
  }

  /** Resource and verb to the number of requests since this was made; empty if there was none. */
  Map<String, Long> since() {
    var more = new TreeMap<String, Long>();
    count().forEach((what, n) -> {
      if (n > before.getOrDefault(what, 0L)) {
        more.put(what, n - before.getOrDefault(what, 0L));
      }
    });
    return more;
  }

  private Map<String, Long> count() {
    var counts = new TreeMap<String, Long>();
    installation.client.raw("/metrics").lines().forEach(line -> {
      var match = LINE.matcher(line);
      if (match.matches() && label(match.group(1), "dry_run").isEmpty()
          && label(match.group(1), "verb").matches("POST|PUT|PATCH|APPLY|DELETE")
          && !OTHERS.matcher(label(match.group(1), "resource")).matches()) {
        counts.merge(label(match.group(1), "verb") + " " + label(match.group(1), "resource"),
            (long) Double.parseDouble(match.group(2)), Long::sum);
      }
    });
    counts.put("POST events", installation.client.v1().events().inAnyNamespace().list().getItems().stream()
        .filter(e -> "devsession-operator".equals(e.getReportingComponent())).count());
    return counts;
  }

  private static String label(String labels, String name) {
    var match = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(labels);
    return match.find() ? match.group(1) : "";
  }
}
