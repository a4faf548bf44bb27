/** Terminates TLS on a port whose key the routes name, and speaks TLS to the servers behind it. */
package dev.devsession.proxy.tls;
