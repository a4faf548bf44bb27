package dev.devsession.logs.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;
import dev.devsession.logs.line.ControlCodes;
import dev.devsession.logs.line.LogLine;
import dev.devsession.logs.line.LogSource;
import dev.devsession.logs.order.LineOrder;
import dev.devsession.logs.order.OrderedLines;
import dev.devsession.logs.pod.ContainerView;
import dev.devsession.logs.pod.PodNews;
import dev.devsession.logs.pod.PodView;
import dev.devsession.logs.pod.ServiceSelectors;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The logs of a namespace: finds its pods, and reads each of their containers. */
public final class PodLogs implements AutoCloseable {
  private static final AttemptedAction READ = new AttemptedAction("get logs", "get on pods/log", ChartRole.DEVELOPER);
  private static final AttemptedAction WATCH = new AttemptedAction("list and watch pods",
      "get, list and watch on pods", ChartRole.DEVELOPER);
  private static final ResourceDefinitionContext PODS = new ResourceDefinitionContext.Builder().withVersion("v1")
      .withKind("Pod").withPlural("pods").withNamespaced(true).build();
  private static final long LOOK_SECONDS = 5;
  /** How long a line waits for earlier ones of other containers. */
  public static final Duration WINDOW = Duration.ofMillis(300);

  private final KubernetesClient client;
  private final String namespace;
  private final LogChoice choice;
  private final OrderedLines lines;
  private final Consumer<String> remark;
  private final LogConnections connections;
  private final PodNews news = new PodNews();
  private final Map<String, PodView> pods = new HashMap<>();
  private final Map<String, ContainerLog> logs = new HashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CompletableFuture<Void> refused = new CompletableFuture<>();
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("devsession-log-stalls").factory());
  private final ResourceWatch watch;
  private LineOrder.Lane notices;
  private ServiceSelectors services;
  private boolean listed;

  /** @param remark gets what is to be said apart from the lines */
  public PodLogs(KubernetesClient client, String namespace, LogChoice choice, ServiceSelectors services,
      OrderedLines lines, Consumer<String> remark) {
    this.client = client;
    this.namespace = namespace;
    this.choice = choice;
    this.services = services;
    this.lines = lines;
    this.remark = remark;
    this.connections = new LogConnections(client, choice.follow());
    this.watch = new ResourceWatch(client, namespace, PODS, WATCH, pod -> seen(PodView.of(pod)), this::gone);
  }

  /**
   * Returns when all pods that exist are being read.
   *
   * @throws dev.devsession.console.AgentException if the API server refuses
   */
  public void start() {
    if (choice.follow()) {
      notices = lines.open();
    }
    watch.list();
    synchronized (this) {
      listed = true;
    }
    if (choice.follow()) {
      watch.follow();
      ticker.scheduleWithFixedDelay(this::lookAtSilentStreams, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    } else {
      Thread.ofVirtual().start(this::closeWhenRead);
    }
  }

  /** Fails with an {@link dev.devsession.console.AgentException} when the user may not read logs. */
  public CompletableFuture<Void> refused() {
    return refused;
  }

  /** The Services have changed. */
  public synchronized void services(ServiceSelectors changed) {
    services = changed;
    pods.values().forEach(this::read);
  }

  /** A line about a Service, among the others. */
  public void tell(String service, String text) {
    say(LogSource.of(service), text);
  }

  @Override
  public void close() {
    watch.close();
    ticker.shutdownNow();
    synchronized (this) {
      threads.forEach(Thread::interrupt);
    }
    connections.close();
  }

  private synchronized void seen(PodView pod) {
    if (pod.isOfDevSession()) {
      return;
    }
    pods.values().stream().filter(p -> p.name().equals(pod.name()) && !p.uid().equals(pod.uid())).toList()
        .forEach(this::gone);
    pods.put(pod.uid(), pod);
    if (isChosen(pod)) {
      read(pod);
      for (var item : news.of(pod)) {
        say(source(pod, item.container()), item.text());
      }
    }
  }

  private synchronized void gone(JsonNode json) {
    Optional.ofNullable(pods.get(json.path("metadata").path("uid").asText())).ifPresent(this::gone);
  }

  private void gone(PodView pod) {
    if (pods.remove(pod.uid()) != null) {
      news.forget(pod);
      pod.containers().forEach(c -> Optional.ofNullable(logs.remove(key(pod, c))).ifPresent(log -> log.state.gone()));
    }
  }

  private void read(PodView pod) {
    if (!isChosen(pod)) {
      return;
    }
    for (var container : pod.containers()) {
      if (choice.container().map(p -> p.matcher(container.name()).find()).orElse(true)) {
        var log = logs.get(key(pod, container));
        if (log != null) {
          log.source(source(pod, container.name()));
          log.state.set(container);
        } else if (choice.follow() || isReadable(container)) {
          begin(pod, container);
        }
      }
    }
  }

  private boolean isReadable(ContainerView container) {
    return choice.previous() ? container.restarts() > 0 : container.hasRun();
  }

  private void begin(PodView pod, ContainerView container) {
    var log = new ContainerLog(connections.streams(), connections.past(), namespace, source(pod, container.name()),
        container, choice,
        listed || !container.hasRun(), lines, this::refuse);
    logs.put(key(pod, container), log);
    threads.removeIf(thread -> !thread.isAlive());
    threads.add(Thread.ofVirtual().start(log));
  }

  private boolean isChosen(PodView pod) {
    return choice.services().isEmpty() || choice.services().stream().anyMatch(s -> services.selects(s, pod));
  }

  private LogSource source(PodView pod, String container) {
    var service = choice.services().stream().filter(s -> services.selects(s, pod)).findFirst()
        .or(() -> services.of(pod)).orElse(pod.owner());
    return new LogSource(service, pod.name(), container, container.isEmpty() || container.equals(pod.main()), "");
  }

  private static String key(PodView pod, ContainerView container) {
    return pod.uid() + "/" + container.name();
  }

  private void say(LogSource source, String text) {
    var clean = ControlCodes.clean(text, false);
    if (notices == null) {
      remark.accept(source.service() + (source.pod().isEmpty() ? "" : " (" + source.pod() + ")") + ": " + clean);
      return;
    }
    try {
      lines.add(notices, new LogLine(source, OrderedLines.now(), clean, LogLine.Kind.NOTICE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuse(LogRefusal refusal) {
    refused.completeExceptionally(new ApiErrors(client, Optional.of(namespace), READ)
        .explain(new KubernetesClientException(refusal.getMessage(), refusal.code(), refusal.status())));
  }

  private void lookAtSilentStreams() {
    List<ContainerLog> all;
    synchronized (this) {
      all = List.copyOf(logs.values());
    }
    all.stream().map(ContainerLog::stall).filter(StallCheck::isDue).forEach(stall -> Thread.ofVirtual().start(() -> {
      try {
        stall.look();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }));
  }

  private void closeWhenRead() {
    try {
      List<Thread> all;
      synchronized (this) {
        all = List.copyOf(threads);
      }
      for (var thread : all) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lines.close();
  }
}
