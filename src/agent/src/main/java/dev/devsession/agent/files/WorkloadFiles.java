package dev.devsession.agent.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.console.Terminal;
import dev.devsession.files.folder.ContainerFolder;
import dev.devsession.files.folder.SessionFolder;
import dev.devsession.files.mount.MountedCommand;
import dev.devsession.files.volume.ContainerMounts;
import dev.devsession.files.volume.Description;
import dev.devsession.files.volume.PodFacts;
import dev.devsession.files.volume.Reading;
import dev.devsession.files.volume.SourceObject;
import dev.devsession.files.volume.TokenLife;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The files of a workload's container on this machine, kept as they would be in a pod, until this is closed. */
public final class WorkloadFiles implements AutoCloseable {
  /** How long until a source that can't be watched, or a renewal that failed, is tried again; the kubelet's. */
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final ClusterContext cluster;
  private final Terminal terminal;
  private final SourceReader reader;
  private final ContainerMounts mounts;
  private final SessionFolder folder;
  private final ContainerFolder container;
  private final Map<SourceObject, Reading> readings = new ConcurrentHashMap<>();
  private final List<SourceWatch> watches = new ArrayList<>();
  private final ScheduledExecutorService writer = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("devsession-files").factory());
  private final List<String> gaps;
  private volatile PodFacts pod;

  /**
   * Reads and writes them.
   *
   * @param pod a live one, or the template
   * @param containerName whose files they are
   * @param expansion of {@code $(VAR)} by the container's environment
   * @throws AgentException if they can't be written; what can't be read is a gap
   */
  public WorkloadFiles(ClusterContext cluster, PodFacts pod, String containerName, UnaryOperator<String> expansion,
      Terminal terminal) {
    this.cluster = cluster;
    this.terminal = terminal;
    mounts = ContainerMounts.of(pod, containerName, expansion);
    reader = new SourceReader(cluster, pod.spec().path("serviceAccountName").asText("default"));
    this.pod = mounts.askForLimits() ? pod.on(allocatable(pod)) : pod;
    readAll();
    folder = SessionFolder.create();
    container = new ContainerFolder(folder.root());
    try {
      gaps = container.write(mounts, this.pod, readings::get);
    } catch (IOException e) {
      folder.close();
      throw new AgentException(ExitCode.FAILURE, "could not write the workload's files: " + FailureText.of(e), e);
    }
  }

  /** The folder below which each mountPath is. */
  public Path root() {
    return folder.root();
  }

  /** What isn't there, each in a line that begins with the mountPath. */
  public List<String> gaps() {
    return gaps;
  }

  /** Where each mountPath is on this machine. */
  public Map<String, Path> present() {
    return container.present();
  }

  /** How to start a command that finds the files at their mountPaths. */
  public MountedCommand mounted() {
    return MountedCommand.prepare(container.present(), folder);
  }

  /** Follows the cluster from now on. */
  public void follow() {
    for (var object : mounts.objects()) {
      if (readings.get(object) instanceof Reading.Refused) {
        continue; // said already
      }
      SourceWatch.of(cluster, object, reading -> changed(object, reading)).ifPresentOrElse(
          watch -> start(watch, Description.of(object), failure -> reader.refused(object, failure).why()),
          () -> readAgain(object));
    }
    if (pod.live() && mounts.followThePod()) {
      start(SourceWatch.ofPod(cluster, pod.metadata().path("name").asText(), json -> {
        pod = pod.labelled(json.path("metadata"));
        updateSoon();
      }), "the pod's labels", failure -> FailureText.of(failure));
    }
  }

  @Override
  public void close() {
    watches.forEach(SourceWatch::close);
    writer.shutdownNow();
    try {
      writer.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    folder.close();
  }

  /** At the same time, as each takes a way to the API server and back. */
  private void readAll() {
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      mounts.objects().forEach(object -> readers.execute(() -> readings.put(object, reader.read(object))));
    }
  }

  private JsonNode allocatable(PodFacts of) {
    try {
      return cluster.api().get("/api/v1/nodes/" + of.spec().path("nodeName").asText()).path("status")
          .path("allocatable");
    } catch (RuntimeException e) {
      return of.allocatable();
    }
  }

  private void start(SourceWatch watch, String what, Function<Throwable, String> reason) {
    watches.add(watch);
    watch.start().exceptionally(failure -> {
      terminal.warning("files", what + " is not followed: " + reason.apply(failure));
      return null;
    });
  }

  private void changed(SourceObject object, Reading reading) {
    readings.put(object, reading);
    updateSoon();
  }

  private void updateSoon() {
    try {
      writer.execute(this::update);
    } catch (RejectedExecutionException e) {
      // It is being closed.
    }
  }

  /** What can't be watched, such as a token, is read again when it is due. */
  private void readAgain(SourceObject object) {
    var wait = object instanceof SourceObject.Token && readings.get(object) instanceof Reading.Found(var json)
        ? Duration.between(Instant.now(), TokenLife.renewal(json, Instant.now()))
        : PERIOD;
    writer.schedule(() -> renew(object), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void renew(SourceObject object) {
    var reading = reader.read(object);
    if (reading instanceof Reading.Found) {
      readings.put(object, reading);
      update();
      readAgain(object);
    } else {
      writer.schedule(() -> renew(object), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void update() {
    try {
      var changed = container.update(pod, readings::get);
      if (!changed.isEmpty()) {
        terminal.note("files", "changed in the cluster and here: " + String.join(", ", changed));
      }
    } catch (IOException e) {
      terminal.warning("files", "could not be brought up to date: " + FailureText.of(e));
    }
  }
}
