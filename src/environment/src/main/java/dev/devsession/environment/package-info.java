/**
 * The environment of a workload's container: composed as the kubelet composes it, from objects that were read
 * elsewhere, each variable with its origin. Nothing here asks a cluster.
 */
package dev.devsession.environment;
