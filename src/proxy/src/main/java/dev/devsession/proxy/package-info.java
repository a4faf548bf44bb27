/**
 * The swap proxy: it stands where a swapped workload's pods stood and forwards every TCP connection to a machine.
 * Everything but name lookups runs on one Netty event loop, so there are no locks.
 */
package dev.devsession.proxy;
