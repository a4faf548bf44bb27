/** A Kubernetes control plane of real programs, with nodes that only pretend: pods become ready and run nothing. */
package dev.devsession.hollow;
