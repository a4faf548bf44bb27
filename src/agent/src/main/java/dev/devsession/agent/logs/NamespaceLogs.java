package dev.devsession.agent.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.complete.ClosestName;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;
import dev.devsession.logs.follow.LogChoice;
import dev.devsession.logs.follow.PodLogs;
import dev.devsession.logs.follow.ResourceWatch;
import dev.devsession.logs.order.OrderedLines;
import dev.devsession.logs.pod.ServiceSelectors;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The logs of a namespace with what DevSession knows of it: which pods serve a Service, and which run elsewhere. */
public final class NamespaceLogs implements AutoCloseable {
  private static final AttemptedAction SERVICES = new AttemptedAction("list services",
      "get, list and watch on services", ChartRole.DEVELOPER);
  private static final AttemptedAction SESSIONS = new AttemptedAction("list and watch devsessions",
      "get, list and watch on devsessions." + ApiNames.GROUP, ChartRole.DEVELOPER);
  private static final ResourceDefinitionContext SERVICE = new ResourceDefinitionContext.Builder().withVersion("v1")
      .withKind("Service").withPlural("services").withNamespaced(true).build();
  private static final ResourceDefinitionContext SESSION = new ResourceDefinitionContext.Builder()
      .withGroup(ApiNames.GROUP).withVersion(ApiNames.VERSION).withKind("DevSession").withPlural("devsessions")
      .withNamespaced(true).build();

  private final ClusterContext cluster;
  private final LogChoice choice;
  private final Consumer<String> remark;
  private final PodLogs pods;
  private final SwapNotes swaps = new SwapNotes();
  private final List<ResourceWatch> watches = new ArrayList<>();
  private final ServiceList services = new ServiceList();

  /** @param remark gets what is to be said apart from the lines */
  public NamespaceLogs(ClusterContext cluster, LogChoice choice, OrderedLines lines, Consumer<String> remark) {
    this.cluster = cluster;
    this.choice = choice;
    this.remark = remark;
    this.pods = new PodLogs(cluster.client(), cluster.namespace(), choice, services.selectors(), lines, remark);
  }

  /** Returns when all pods that exist are being read. @throws AgentException if the API server refuses */
  public void start() {
    watch(SERVICE, SERVICES, service -> services(services.with(service)),
        service -> services(services.without(service)), choice.services().isEmpty());
    requireServices();
    pods.start();
    watch(SESSION, SESSIONS, json -> tell(swaps.seen(Session.of(json))), json -> tell(swaps.gone(Session.of(json))),
        true);
  }

  /** Fails with an {@link AgentException} when the user may not read logs. */
  public CompletableFuture<Void> refused() {
    return pods.refused();
  }

  @Override
  public void close() {
    watches.forEach(ResourceWatch::close);
    pods.close();
  }

  private void services(ServiceSelectors changed) {
    pods.services(changed);
  }

  private void tell(List<SwapNotes.Note> notes) {
    notes.stream().filter(note -> choice.services().isEmpty() || choice.services().contains(note.service()))
        .forEach(note -> pods.tell(note.service(), note.text()));
  }

  /** @param optional whether logs are of use without it: a cluster may have no DevSessions, a user fewer rights */
  private void watch(ResourceDefinitionContext kind, AttemptedAction attempt, Consumer<JsonNode> seen,
      Consumer<JsonNode> gone, boolean optional) {
    var watch = new ResourceWatch(cluster.client(), cluster.namespace(), kind, attempt, seen, gone);
    watches.add(watch);
    try {
      watch.list();
    } catch (AgentException e) {
      if (!optional || e.exitCode() == ExitCode.UNREACHABLE) {
        throw e;
      }
      if (e.exitCode() == ExitCode.NO_PERMISSION) {
        remark.accept(e.getMessage());
      }
      return;
    }
    if (choice.follow()) {
      watch.follow();
    }
  }

  private void requireServices() {
    var known = services.selectors().byService().keySet();
    for (var service : choice.services()) {
      if (!services.names().contains(service)) {
        throw new AgentException(ExitCode.BAD_INPUT, "no Service \"" + service + "\" in namespace "
            + cluster.namespace()
            + ClosestName.to(service, services.names()).map(n -> ". Did you mean \"" + n + "\"?").orElse(""));
      }
      if (!known.contains(service)) {
        throw new AgentException(ExitCode.BAD_INPUT, "Service \"" + service
            + "\" has no selector, so no pods: name others, or none for the whole namespace");
      }
    }
  }

  /** The Services as last seen. */
  private static final class ServiceList {
    private final Map<String, JsonNode> byName = new ConcurrentSkipListMap<>();

    ServiceSelectors with(JsonNode service) {
      byName.put(service.path("metadata").path("name").asText(), service);
      return selectors();
    }

    ServiceSelectors without(JsonNode service) {
      byName.remove(service.path("metadata").path("name").asText());
      return selectors();
    }

    Set<String> names() {
      return byName.keySet();
    }

    ServiceSelectors selectors() {
      return ServiceSelectors.of(byName.values());
    }
  }
}
