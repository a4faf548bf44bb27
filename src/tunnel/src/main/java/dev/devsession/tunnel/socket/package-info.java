/** TCP sockets whose bytes are carried: their options, their ends, and the relay that joins two of them. */
package dev.devsession.tunnel.socket;
