package dev.devsession.agent.sync;

import dev.devsession.console.Terminal;
import dev.devsession.console.TerminalLine;
import dev.devsession.hosts.names.NamePlan;
import dev.devsession.hosts.names.NamedService;
import dev.devsession.hosts.names.RefusedName;
import dev.devsession.hosts.names.SkippedService;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the user what changed since it last spoke, each thing once and never more than a few lines. */
final class NameChangePrinter {

  private static final int EXAMPLES = 3;
  private static final int REASONS = 5;

  private final Terminal terminal;
  private final String file;
  private Set<String> named;
  private Set<SkippedService> skipped = Set.of();
  private Set<RefusedName> refused = Set.of();

  NameChangePrinter(Terminal terminal, String file) {
    this.terminal = terminal;
    this.file = file;
  }

  void printChanges(NamePlan plan) {
    Set<String> now = plan.named().stream().map(NamedService::service).collect(Collectors.toSet());
    if (named == null) {
      var services = plan.named().stream().filter(one -> !one.isPod()).toList();
      terminal.print(new TerminalLine(services.isEmpty() ? TerminalLine.Symbol.NOTE : TerminalLine.Symbol.DONE, "names",
          summary(services) + "   " + file + ", until exit"));
    } else {
      tellChange("+", minus(now, named));
      tellChange("-", minus(named, now));
    }
    named = now;

    Set<SkippedService> skippedNow = new HashSet<>(plan.skipped());
    Map<String, List<String>> byReason = plan.skipped().stream().filter(one -> !skipped.contains(one))
        .collect(Collectors
            .groupingBy(SkippedService::reason, LinkedHashMap::new,
                Collectors.mapping(SkippedService::service, Collectors.toList())));
    tellReasons("skipped", byReason, "services");
    skipped = skippedNow;

    Set<RefusedName> refusedNow = new HashSet<>(plan.refused());
    Map<String, List<String>> refusedByReason = plan.refused().stream().filter(one -> !refused.contains(one))
        .collect(Collectors.groupingBy(RefusedName::reason, LinkedHashMap::new,
            Collectors.mapping(RefusedName::name, Collectors.toList())));
    tellReasons("not shadowed", refusedByReason, "names");
    refused = refusedNow;
  }

  private void tellChange(String sign, List<String> services) {
    if (!services.isEmpty()) {
      terminal.note("names", sign + " " + some(services));
    }
  }

  private void tellReasons(String topic, Map<String, List<String>> byReason, String noun) {
    byReason.entrySet().stream().limit(REASONS)
        .forEach(entry -> terminal.warning(topic, some(entry.getValue()) + ": " + entry.getKey()));
    int untold = byReason.values().stream().skip(REASONS).mapToInt(List::size).sum();
    if (untold > 0) {
      terminal.warning(topic, untold + " more " + noun + "; to see all of them: devsession hosts --print");
    }
  }

  private static String summary(List<NamedService> services) {
    String count = services.size() == 1 ? "1 service" : services.size() + " services";
    if (services.isEmpty()) {
      return count;
    }
    String examples = services.stream().limit(EXAMPLES).map(NameChangePrinter::url).collect(Collectors.joining(", "));
    return count + ": " + examples + (services.size() > EXAMPLES ? ", …" : "");
  }

  private static String url(NamedService service) {
    return "http://" + service.names().getFirst()
        + service.port().filter(port -> port != 80).map(port -> ":" + port).orElse("");
  }

  private static String some(List<String> all) {
    String examples = String.join(", ", all.subList(0, Math.min(EXAMPLES, all.size())));
    return all.size() > EXAMPLES ? examples + " and " + (all.size() - EXAMPLES) + " more" : examples;
  }

  private static List<String> minus(Collection<String> all, Set<String> without) {
    return all.stream().filter(one -> !without.contains(one)).sorted().toList();
  }
}
