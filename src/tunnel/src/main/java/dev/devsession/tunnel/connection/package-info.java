/** Both ends of a connection between an agent and a gateway: the hello, then HTTP/2. */
package dev.devsession.tunnel.connection;
