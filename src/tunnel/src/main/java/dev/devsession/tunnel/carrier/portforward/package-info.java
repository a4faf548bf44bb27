/** The carrier over an API server's port-forward, over SPDY or a WebSocket. */
package dev.devsession.tunnel.carrier.portforward;
