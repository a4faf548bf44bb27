/**
 * The swap proxy: it takes the place of a swapped workload's pods and forwards every TCP connection to a machine.
 * Everything but name lookups runs on one Netty event loop, so there are no locks.
 */
package dev.devsession.proxy;
