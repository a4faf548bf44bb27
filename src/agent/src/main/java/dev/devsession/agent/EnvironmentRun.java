package dev.devsession.agent;

import dev.devsession.agent.environment.EnvironmentChoice;
import dev.devsession.agent.environment.EnvironmentReader;
import dev.devsession.agent.environment.ProcessEnvironment;
import dev.devsession.agent.environment.ServiceContainer;
import dev.devsession.agent.environment.ServiceWorkload;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.console.AgentException;
import dev.devsession.environment.ContainerChoice;
import dev.devsession.environment.MountMapping;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** Reads an environment for a command that has nothing else to do meanwhile. */
final class EnvironmentRun {
  private EnvironmentRun() {}

  /** @throws AgentException if it can't be read */
  static ProcessEnvironment read(ClusterContext cluster, EnvironmentChoice choice, Optional<Path> hostsFile,
      ServiceContainer target, BiFunction<ServiceWorkload, ContainerChoice, MountMapping> mounts) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return new EnvironmentReader(cluster, choice, hostsFile, mounts, threads)
          .start(target, new SessionClient(cluster).services()).all().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof AgentException told ? told : e;
    }
  }
}
