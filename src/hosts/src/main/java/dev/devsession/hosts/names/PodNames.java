package dev.devsession.hosts.names;

import java.util.SortedSet;

/**
 * What the pods behind a headless Service add to its names.
 *
 * @param hostnames
 *          of the pods that have one, such as those of a StatefulSet
 * @param ports
 *          where its pods listen
 */
public record PodNames(SortedSet<String> hostnames, SortedSet<Integer> ports) {}
