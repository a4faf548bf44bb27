/**
 * The gateway: connects callers in the cluster to the developer's machine, and the machine to the cluster. There is one
 * per session; everything but name lookups runs on one Netty event loop.
 */
package dev.devsession.proxy.gateway;
