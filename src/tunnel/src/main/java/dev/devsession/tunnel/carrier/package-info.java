/** What the tunnel's bytes travel on. */
package dev.devsession.tunnel.carrier;
