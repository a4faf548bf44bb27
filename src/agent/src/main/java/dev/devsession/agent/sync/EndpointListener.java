package dev.devsession.agent.sync;

import dev.devsession.hosts.names.LocalEndpoint;
import dev.devsession.hosts.names.UnavailableEndpoint;
import java.util.Collection;
import java.util.List;

/** Listens where names need the agent to. */
@FunctionalInterface
interface EndpointListener {

  /** For names that lead straight to the cluster. */
  EndpointListener NONE = endpoints -> List.of();

  /** Listens at these endpoints and no others from now on; returns those where it could not. */
  List<UnavailableEndpoint> listen(Collection<LocalEndpoint> endpoints);
}
