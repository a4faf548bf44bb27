/** How the tunnel's bytes reach the gateway. */
package dev.devsession.tunnel.carrier;
