package dev.devsession.agent.up;

import dev.devsession.agent.environment.EnvironmentChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of the command line, apart from the session.
 *
 * @param hostsFile where names go; empty: no names
 * @param allNamespaces whether the Services of other namespaces get names too
 * @param nodeAddress where node ports answer; empty: as the cluster tells
 * @param takeOver whether to put out another machine that is connected
 * @param timeout how long to wait until the session is ready; zero: for ever; empty: the default
 * @param command runs while the session is up; empty: none
 * @param environment of the command
 * @param mount whether the command finds its files at their own paths
 * @param logs whether the namespace's logs are shown meanwhile
 */
public record UpSettings(Optional<Path> hostsFile, boolean allNamespaces, Optional<String> nodeAddress,
    boolean takeOver, Optional<Duration> timeout, List<String> command,
    EnvironmentChoice environment, boolean mount, boolean logs) {}
