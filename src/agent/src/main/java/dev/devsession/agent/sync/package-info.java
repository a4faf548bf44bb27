/** Keeps the hosts file in step with the cluster, from the first list of Services to the clean-up on exit. */
package dev.devsession.agent.sync;
