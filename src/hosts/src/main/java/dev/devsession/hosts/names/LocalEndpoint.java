package dev.devsession.hosts.names;

/**
 * A port of this machine that leads to a port in the cluster.
 *
 * @param service
 *          {@code name.namespace}, or {@code hostname.name.namespace} for one pod
 * @param address
 *          a loopback address, of this name alone
 * @param port
 *          on both ends
 * @param host
 *          what the gateway dials: an IP address or a DNS name of the cluster
 */
public record LocalEndpoint(String service, String address, int port, String host) {}
