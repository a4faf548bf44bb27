/** The carrier over an API server's port-forward, in whichever protocol gets through. */
package dev.devsession.tunnel.carrier.portforward;
