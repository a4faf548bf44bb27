/** The edge to the cluster: what is watched, shared by both reconcilers, and how changes reach them. */
package dev.devsession.operator.cluster;
