package dev.devsession.proxy.gateway;

import java.util.List;

/**
 * Where the agent may come by TLS.
 *
 * @param port on all addresses of the pod
 * @param podAddresses to be told to the agent; none: it shouldn't use them
 * @param nodeAddresses likewise
 */
record ShortWaySettings(int port, List<String> podAddresses, List<String> nodeAddresses) {}
