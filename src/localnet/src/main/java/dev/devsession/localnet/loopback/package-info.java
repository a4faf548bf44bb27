/** The sockets behind the names: where the agent listens on loopback addresses, and what becomes of a connection. */
package dev.devsession.localnet.loopback;
