/** The developer's kubeconfig: which API server is meant, through which proxy it is reached, and as whom. */
package dev.devsession.kubeconfig;
