/**
 * Ways for a connection from a client to a server on this machine, and what each costs in speed, time and memory beside
 * the others.
 */
package dev.devsession.bench.tunnel;
