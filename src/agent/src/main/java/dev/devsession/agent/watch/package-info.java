/** The edge to the cluster: the developer's kubeconfig, the watch of Services, the node's address. */
package dev.devsession.agent.watch;
