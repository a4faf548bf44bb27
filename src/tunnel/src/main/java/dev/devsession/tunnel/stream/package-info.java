/** HTTP/2 as the tunnel uses it: a CONNECT stream for each TCP connection, over a channel of any kind. */
package dev.devsession.tunnel.stream;
