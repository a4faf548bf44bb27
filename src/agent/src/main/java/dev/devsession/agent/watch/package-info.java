/** Which Services the cluster has now, and where its nodes are. */
package dev.devsession.agent.watch;
