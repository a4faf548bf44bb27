/**
 * Compares paths of a connection from a client to a server on this machine: their speed, processor time and memory.
 */
package dev.devsession.bench.tunnel;
