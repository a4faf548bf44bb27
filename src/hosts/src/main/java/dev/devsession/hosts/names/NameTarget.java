package dev.devsession.hosts.names;

import java.util.SortedSet;

/**
 * An address of this machine that stands for a Service or for one of its pods.
 *
 * @param title
 *          {@code name.namespace}, or {@code hostname.name.namespace} for a pod
 * @param bare
 *          its name inside the namespace
 * @param host
 *          what the gateway dials
 */
record NameTarget(String title, String bare, String address, String host, SortedSet<Integer> ports) {}
